import Loyalty
import Testing
import Vocabulary

@Suite struct BirthdayTests {
    private func expect(_ birthday: Birthday, in year: Int, isKeptOn days: [String]) {
        #expect(birthday.days(inYear: year).map(\.description) == days, "\(birthday) in \(year)")
    }

    @Test func `29 February is kept on the 28th where there is none`() {
        let birthday = Birthday(month: 2, day: 29)
        expect(birthday, in: 2028, isKeptOn: ["2028-02-29"])
        expect(birthday, in: 2027, isKeptOn: ["2027-02-28"])
        expect(birthday, in: 2100, isKeptOn: ["2100-02-28"])
    }

    @Test func `A lunar birthday falls on another day each year`() {
        let birthday = Birthday(reckoning: .lunar, month: 8, day: 15)
        expect(birthday, in: 2025, isKeptOn: ["2025-10-06"])
        expect(birthday, in: 2026, isKeptOn: ["2026-09-25"])
        expect(birthday, in: 2027, isKeptOn: ["2027-09-15"])
    }

    @Test func `A Gregorian year may hold two of a lunar birthday, or none`() {
        let birthday = Birthday(reckoning: .lunar, month: 11, day: 25)
        expect(birthday, in: 2024, isKeptOn: ["2024-01-06", "2024-12-25"])
        expect(birthday, in: 2025, isKeptOn: [])
        expect(birthday, in: 2026, isKeptOn: ["2026-01-13"])
    }

    @Test func `A birthday in a leap month is kept in the ordinary one where there is none`() {
        let leap = Birthday(reckoning: .lunar, year: 2025, month: 6, day: 10, isLeapMonth: true)
        expect(leap, in: 2025, isKeptOn: ["2025-08-03"])
        expect(leap, in: 2026, isKeptOn: ["2026-07-23"])
        let ordinary = Birthday(reckoning: .lunar, year: 2025, month: 6, day: 10)
        expect(ordinary, in: 2025, isKeptOn: ["2025-07-04"])
        #expect(leap.dayOfBirth?.description == "2025-08-03")
    }

    @Test func `Day 30 of a lunar month is kept on the 29th where it is short`() {
        // The twelfth month has 29 days in the lunar years 2024 to 2026 and 2028.
        let birthday = Birthday(reckoning: .lunar, month: 12, day: 30)
        expect(birthday, in: 2024, isKeptOn: ["2024-02-09"])
        expect(birthday, in: 2025, isKeptOn: ["2025-01-28"])
        expect(birthday, in: 2026, isKeptOn: ["2026-02-16"])
    }

    @Test func `Every lunar birthday comes once in each lunar year`() {
        for month in 1...12 {
            for dayOfMonth in 1...30 {
                for isLeapMonth in [false, true] {
                    let birthday = Birthday(
                        reckoning: .lunar, month: month, day: dayOfMonth, isLeapMonth: isLeapMonth)
                    let days = (1900...2100).flatMap { birthday.days(inYear: $0) }
                    #expect((200...202).contains(days.count))
                    #expect(days == days.sorted())
                    for (day, next) in zip(days, days.dropFirst()) {
                        #expect((353...413).contains(next.number - day.number), "\(birthday) \(day) \(next)")
                    }
                }
            }
        }
    }

    @Test(arguments: [
        Birthday(month: 2, day: 30), Birthday(month: 13, day: 1), Birthday(month: 0, day: 1),
        Birthday(month: 1, day: 0), Birthday(month: 4, day: 31), Birthday(reckoning: .lunar, month: 1, day: 31),
        Birthday(reckoning: .lunar, month: 13, day: 1), Birthday(year: .max, month: .max, day: .max),
        Birthday(reckoning: .lunar, year: .min, month: .min, day: .min),
    ])
    func `A birthday that no year has is never kept`(birthday: Birthday) throws {
        for year in [Int.min, -1, 0, 1, 2026, 2100, 9999, 10_000, .max] { expect(birthday, in: year, isKeptOn: []) }
        #expect(birthday.age(on: try day("2026-11-21")) == nil)
        #expect(!BirthdayWindow(daysBefore: 400, daysAfter: 400).holds(on: try day("2026-11-21"), birthday))
    }

    @Test(
        arguments: [
            ("1990-11-22", "2026-11-21", 35), ("1990-11-21", "2026-11-21", 36), ("1990-11-20", "2026-11-21", 36),
            ("2000-02-29", "2027-02-27", 26), ("2000-02-29", "2027-02-28", 27), ("2000-02-29", "2028-02-28", 27),
            ("2000-02-29", "2028-02-29", 28), ("2026-11-21", "2026-11-21", 0), ("2026-11-22", "2026-11-21", nil),
        ] as [(String, String, Int?)])
    func `Age is in completed years`(born: String, on: String, age: Int?) throws {
        let (year, month, dayOfMonth) = try day(born).components
        #expect(Birthday(year: year, month: month, day: dayOfMonth).age(on: try day(on)) == age)
    }

    @Test func `Age with a lunar birthday counts from the Gregorian day of birth`() throws {
        // The 30th of the twelfth month of 1999 was 4 February 2000.
        let birthday = Birthday(reckoning: .lunar, year: 1999, month: 12, day: 29)
        #expect(birthday.dayOfBirth?.description == "2000-02-04")
        #expect(birthday.age(on: try day("2026-02-03")) == 25)
        #expect(birthday.age(on: try day("2026-02-04")) == 26)
        #expect(Birthday(month: 2, day: 4).age(on: try day("2026-02-04")) == nil)
    }

    private func expectWindow(_ window: BirthdayWindow, _ birthday: Birthday, holds days: ClosedRange<String>) throws {
        let first = try day(days.lowerBound)
        let last = try day(days.upperBound)
        for number in first.number - 40...last.number + 40 {
            let isInside = (first.number...last.number).contains(number)
            #expect(window.holds(on: Day(number), birthday) == isInside, "\(window) \(birthday) \(Day(number))")
        }
    }

    @Test func `A window counts both of its ends, over the turn of the year too`() throws {
        try expectWindow(
            BirthdayWindow(daysBefore: 7, daysAfter: 3), Birthday(month: 11, day: 21),
            holds: "2026-11-14"..."2026-11-24")
        try expectWindow(
            BirthdayWindow(daysBefore: 7, daysAfter: 3), Birthday(month: 1, day: 2), holds: "2026-12-26"..."2027-01-05")
        try expectWindow(BirthdayWindow(), Birthday(month: 2, day: 29), holds: "2027-02-28"..."2027-02-28")
        try expectWindow(BirthdayWindow(daysAfter: 1), Birthday(month: 12, day: 31), holds: "2026-12-31"..."2027-01-01")
    }

    @Test func `A window around a lunar birthday holds over both turns of the year`() throws {
        let window = BirthdayWindow(daysBefore: 5, daysAfter: 5)
        try expectWindow(
            window, Birthday(reckoning: .lunar, month: 12, day: 28), holds: "2026-02-10"..."2026-02-20")
        try expectWindow(window, Birthday(reckoning: .lunar, month: 1, day: 1), holds: "2026-02-12"..."2026-02-22")
        try expectWindow(
            window, Birthday(reckoning: .lunar, month: 11, day: 11), holds: "2025-12-25"..."2026-01-04")
    }

    @Test func `The whole month is the Gregorian month in which it is kept`() throws {
        let window = BirthdayWindow(wholeMonth: true)
        try expectWindow(window, Birthday(month: 2, day: 29), holds: "2027-02-01"..."2027-02-28")
        try expectWindow(
            window, Birthday(reckoning: .lunar, month: 8, day: 15), holds: "2026-09-01"..."2026-09-30")
    }

    @Test func `Senseless windows do no harm`() throws {
        let birthday = Birthday(month: 11, day: 21)
        #expect(BirthdayWindow(daysBefore: .max - 1, daysAfter: .max).holds(on: try day("2026-01-01"), birthday))
        #expect(!BirthdayWindow(daysBefore: -1, daysAfter: -1).holds(on: try day("2026-11-21"), birthday))
    }
}
