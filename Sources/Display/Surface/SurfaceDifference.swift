import Glibc

extension Surface {
    /// Rows are compared as memory first; only rows that differ are searched for their left and right ends.
    static func difference(
        _ mine: UnsafeBufferPointer<UInt32>, _ theirs: UnsafeBufferPointer<UInt32>, width: Int, height: Int
    ) -> PixelRect {
        guard let a = mine.baseAddress, let b = theirs.baseAddress else { return .empty }
        var top = -1
        var bottom = -1
        var left = width
        var right = -1
        for y in 0..<height {
            let rowA = a + y * width
            let rowB = b + y * width
            if memcmp(rowA, rowB, width * 4) == 0 { continue }
            if top < 0 { top = y }
            bottom = y
            var first = 0
            while first < left, rowA[first] == rowB[first] { first += 1 }
            left = min(left, first)
            var last = width - 1
            while last > right, rowA[last] == rowB[last] { last -= 1 }
            right = max(right, last)
        }
        guard top >= 0 else { return .empty }
        return PixelRect(x: left, y: top, width: right - left + 1, height: bottom - top + 1)
    }
}
