import KioskSession

extension Painter {
    /// Draws a bar at the foot that runs out; any touch continues the visit. The page behind it stays readable, except
    /// in the last seconds, when it is covered.
    ///
    /// - Parameter headerTexts: how many texts were set before the body's.
    mutating func warning(_ warning: Screen.Warning, behind headerTexts: Int) {
        let bar = box(0, 528, 1024, 72)
        if warning.isCovering {
            let top = box(0, Self.headerHeight, 0, 0).y
            canvas.fill(PixelRect(x: 0, y: top, width: geometry.width, height: geometry.height - top), palette.ground)
            keepRegions { $0.rect.maxY <= top }
            keepTexts(headerTexts)
            peony(centre: centre(512, 300), radius: geometry.length(150), petals: 11, opacity: 46)
        } else {
            // A key half covered by the bar would be touched by people who only want to continue.
            keepRegions { $0.rect.maxY <= bar.y }
        }
        canvas.fill(bar, palette.accent)
        let track = box(0, 528, 1024, 10)
        canvas.fill(track, palette.blush)
        let left = min(max(warning.secondsLeft, 0), warning.ofSeconds)
        canvas.fill(
            PixelRect(
                x: 0, y: track.y, width: geometry.width * left / max(1, warning.ofSeconds), height: track.height),
            palette.petal)
        text(
            "\(warning.secondsLeft)", in: box(24, 540, 88, 58),
            TextLook(size: 44, weight: .bold, colour: palette.onAccent, align: .centre))
        text(
            phrase(.warningTitle), in: box(128, 540, 440, 58),
            TextLook(size: 38, weight: .bold, colour: palette.onAccent))
        text(
            phrase(.warningHint), in: box(584, 540, 416, 58),
            TextLook(size: 36, colour: palette.onAccent, align: .right))
    }
}
