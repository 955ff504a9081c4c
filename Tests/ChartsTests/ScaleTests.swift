import Testing

@testable import Charts

@Suite struct ScaleTests {
  /// Half an hour in five steps is one of ten minutes, and none of five hundred seconds; of less than seconds the decimals count.
  @Test func timesAreCountedInTheirUnits() {
    #expect(Tick.roundTimes(700...3000, about: 5).map(\.label) == ["20 min", "30 min", "40 min", "50 min"])
    #expect(Tick.roundTimes(0...50, about: 5).map(\.value) == [0, 10, 20, 30, 40, 50])
    #expect(Tick.roundTimes(0...0.5, about: 5).map(\.value) == [0, 0.1, 0.2, 0.30000000000000004, 0.4, 0.5])
  }

  @Test func positionsByHand() {
    let linear = Scale(.linear, 0...10, from: 100, to: 200)
    #expect(linear.position(5) == 150)
    #expect(linear.position(-3) == 100)
    #expect(linear.position(99) == 200)
    let logarithmic = Scale(.logarithmic, 1...1000, from: 300, to: 0)
    #expect(abs(logarithmic.position(10) - 200) < 1e-9)
    #expect(abs(logarithmic.position(1000)) < 1e-9)
    #expect(Scale(.linear, 4...4, from: 7, to: 9).position(4) == 7)
  }

  @Test func ticksAreRound() {
    #expect(Tick.round(0...100, about: 5) { "\(Int($0))" }.map(\.label) == ["0", "20", "40", "60", "80", "100"])
    #expect(Tick.round(27.4e6...94.1e6, about: 7) { Figures.dollars($0) }.map(\.label).first == "$30 M")
    #expect(Tick.decades(20...500, most: 8) { Figures.digits($0) }.map(\.label) == ["20", "50", "100", "200", "500"])
    #expect(Tick.decades(1...1000, most: 5) { Figures.digits($0) }.map(\.label) == ["1", "10", "100", "1,000"])
    #expect(Tick.times(60...36_000).map(\.label) == ["1 min", "3 min", "10 min", "30 min", "1 h", "3 h", "10 h"])
  }

  @Test func pixelsHaveOneDecimal() {
    #expect(px(12.34) == "12.3")
    #expect(px(12) == "12")
    #expect(px(-0.26) == "-0.3")
    #expect(px(.nan) == "0")
  }

  @Test func wordsAreEscaped() {
    #expect(escaped(#"<a href="x">R&D's</a>"#) == "&lt;a href=&quot;x&quot;&gt;R&amp;D&#39;s&lt;/a&gt;")
  }

  @Test func wordsFitTheirRoom() {
    let name = "a-design-with-a-name-of-sixty-characters-that-nobody-would-type"
    #expect(TextWidth.of(TextWidth.cut(name, to: 120)) <= 120)
    #expect(TextWidth.cut("short", to: 120) == "short")
    #expect(TextWidth.wrapped("one two three", to: TextWidth.of("one two")) == ["one two", "three"])
  }
}
