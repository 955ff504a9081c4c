import Foundation
import Testing

@testable import ModelFiles

/// What a load test says of a replica's capacity.
@Suite struct LoadTestTests {
  private func read(_ text: String, percentile: Int = 95) throws -> LoadTest {
    let path = FileManager.default.temporaryDirectory.appending(path: "load-\(UUID().uuidString).csv")
    defer { try? FileManager.default.removeItem(at: path) }
    try text.write(to: path, atomically: true, encoding: .utf8)
    return try LoadTest(path: path.path, percentile: percentile)
  }

  private static let head = "Timestamp,User Count,Type,Name,Requests/s,Failures/s,50%,95%\n"

  private func locust(_ rows: [(rps: Double, milliseconds: String)]) throws -> LoadTest {
    try read(
      Self.head
        + rows.enumerated().map {
          "\($0),9,,Aggregated,\($1.rps),0.0,100,\($1.milliseconds)\n\($0),9,POST,/v1,99,0,1,1\n"
        }.joined())
  }

  /// 10 and 20 keep, 30 and 40 miss: the capacity lies half way between.
  @Test func theThresholdLiesBetween() throws {
    let test = try locust([(10, "500"), (20, "900"), (30, "2100"), (40, "N/A"), (0, "N/A")])
    #expect(test.windows.count == 5)
    let capacity = test.capacity(withinSeconds: 2, failedShare: 0.01, replicas: 1)
    #expect(capacity == LoadTest.Capacity(kept: 2, of: 4, low: 25, mid: 25, high: 25))
    #expect(test.capacity(withinSeconds: 2, failedShare: 0.01, replicas: 5).mid == 5)
  }

  /// Kept: 10, 20, 40; missed: 30, 50, 60. A threshold at 25 or at 45 has one window on the wrong side; the first is taken.
  @Test func whereBothHappenIsTheRange() throws {
    let test = try locust([(10, "1"), (20, "1"), (30, "3000"), (40, "1"), (50, "3000"), (60, "3000")])
    let capacity = test.capacity(withinSeconds: 2, failedShare: 0.01, replicas: 1)
    #expect(capacity == LoadTest.Capacity(kept: 3, of: 6, low: 25, mid: 25, high: 45))
  }

  @Test func aTestThatNeverReachesTheLimitSaysSo() throws {
    let test = try locust([(10, "1"), (20, "1")])
    #expect(
      test.capacity(withinSeconds: 2, failedShare: 0, replicas: 1)
        == LoadTest.Capacity(kept: 2, of: 2, low: 20, mid: nil, high: nil))
    #expect(
      test.capacity(withinSeconds: 1e-4, failedShare: 0, replicas: 1)
        == LoadTest.Capacity(kept: 0, of: 2, low: nil, mid: nil, high: 10))
  }

  /// Forty requests in ten seconds are four a second; the last window is cut off.
  @Test func k6IsGatheredIntoWindows() throws {
    var text = "metric_name,timestamp,metric_value,check,error\n"
    for index in 0..<45 {
      let second = 1_767_600_000 + index / 4
      text +=
        "http_reqs,\(second),1,,\nhttp_req_duration,\(second),\(index + 1),,\nhttp_req_failed,\(second),\(index == 3 ? 1 : 0),,\n"
    }
    let test = try read(text)
    #expect(test.tool == .k6)
    #expect(test.windows == [.init(rps: 4, responseSeconds: 0.038, failedShare: 0.025)])
  }

  @Test(arguments: [
    ("a,b\n1,2\n", "no result of a load test"),
    (LoadTestTests.head + "1,2,,Aggregated,x,0,1,1\n", "expected a rate at 'Requests/s'"),
    (LoadTestTests.head, "answered nothing"),
  ])
  func brokenResultsAreRefused(text: String, words: String) {
    #expect { try read(text) } throws: { "\(($0 as? Diagnostics)?.all.first?.headline ?? "")".contains(words) }
  }
}
