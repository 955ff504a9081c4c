import Testing

@testable import Charts

@Suite struct FiguresTests {
  @Test(arguments: [
    (32_538_355.67, "$32.5 M"), (240_000, "$240 k"), (527_312, "$527 k"), (17_000, "$17 k"), (2130, "$2.13 k"),
    (0, "$0"),
    (-1_200_000, "-$1.2 M"), (999_600, "$1 M"), (12.4, "$12.4"),
  ])
  func dollars(value: Double, words: String) { #expect(Figures.dollars(value) == words) }

  @Test(arguments: [
    (1e7, "$10.0 M"), (1_290_000, "$1.29 M"), (527_312, "$527 k"), (2100, "$2.10 k"), (12.4, "$12.4"), (0, "$0"),
  ])
  func dollarsOfAColumn(value: Double, words: String) { #expect(Figures.dollarsOfColumn(value) == words) }

  @Test(arguments: [
    (0.85, 0.9, "85 %"), (0.8951, 0.9, "89.5 %"), (0.0004, 0.95, "<0.1 %"), (0.002, 0.95, "0.2 %"), (1, 0.9, "100 %"),
    (0.9996, 0.9, ">99.9 %"), (0.963, 0.95, "96.3 %"), (0, 0.9, "0 %"),
  ])
  func shares(share: Double, threshold: Double, words: String) {
    #expect(Figures.percent(share, near: threshold) == words)
  }

  @Test(arguments: [
    (31.0, "31.0"), (96.44, "96.4"), (382.4, "382"), (5.2, "5.20"), (1234, "1,230"), (0, "0"),
  ])
  func minutes(value: Double, words: String) { #expect(Figures.minutes(value) == words) }

  @Test(
    arguments: [
      (178, "178 s"), (1260, "21 min"), (12_240, "3.4 h"), (60, "60 s"), (300, "5 min"), (181_440, "2.1 d"),
      (60.4, "60.4 s"), (0.0352, "35.2 ms"), (0.1, "0.1 s"), (0.0004, "0.4 ms"), (0, "0 s"),
      (590, "590 s"), (3600, "60 min"),
    ] as [(Double, String)])
  func times(seconds: Double, words: String) { #expect(Figures.time(seconds) == words) }

  @Test(arguments: [
    (0.12, "+12 %"), (-0.034, "−3.4 %"), (0, "0 %"), (0.0004, "0 %"), (-0.05, "−5 %"), (1.5, "+150 %"),
    (0.0996, "+10 %"),
  ])
  func changes(share: Double, words: String) { #expect(Figures.change(share) == words) }
}
