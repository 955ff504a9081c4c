import Foundation
import Testing

@testable import Studio

/// A working day on one page, as fast as it is answered: what is kept is bounded, and so are memory and open files.
///
/// `NINES_LONG=1` makes 14,400 changes, one every two seconds for eight hours. `make check-studio-soak` makes them over HTTP.
@Suite(.serialized) struct EndlessChangesTests {
  private static let isLong = ProcessInfo.processInfo.environment["NINES_LONG"] == "1"

  /// Bytes of memory that this process holds and files that it has open; nil where the system does not say.
  private func held() -> (bytes: Int, files: Int)? {
    guard let pages = (try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8))?.split(separator: " "),
      pages.count > 1, let resident = Int(pages[1]),
      let files = try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count
    else { return nil }
    return (resident * Int(sysconf(Int32(_SC_PAGESIZE))), files)
  }

  /// A page that has heard enough goes, as one does whose input is turned again.
  private struct Enough: Error {}

  @Test func randomChangesLeaveNothingBehind() async throws {
    let count = Self.isLong ? 14_400 : 45
    let desk = Desk(plan: try Plans.studio(), seed: 42, threads: 2, version: "test")
    var state: UInt64 = 11
    func next(_ bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int((state >> 33) % UInt64(bound))
    }
    var seen: [(bytes: Int, files: Int)] = []
    for change in 0..<count {
      let size = "{\"path\":\"designs.warm.sites.b.size\",\"to\":\"\(1 + next(100))% of production\"}"
      let failures = "{\"path\":\"detect.failures\",\"to\":\"\(1 + next(12))\"}"
      let body = "{\"state\":{\"changes\":[\([size, failures, "\(size),\(failures)"][next(3)])]}}"
      let said = try await desk.post(Data(body.utf8))
      let answer = try #require(try JSONSerialization.jsonObject(with: Data(said.utf8)) as? [String: Any])
      let number = try #require(answer["number"] as? Int, "\(said.prefix(300))")
      await #expect(throws: Enough.self) { try await desk.live(number) { _ in throw Enough() } }
      if change % max(1, count / 30) == 0, let now = held() { seen.append(now) }
    }
    let kept = await desk.kept
    #expect(kept.states <= Desk.mostStates && kept.answers <= Desk.mostAnswers + 1, "\(kept)")
    #expect(await desk.session.keptDesigns <= Session.mostDesigns)
    #expect(await desk.session.keptYears <= desk.session.mostYears)
    // The first third fills what is kept; other suites of this process come and go, hence the room.
    let third = seen.count / 3
    guard third > 0 else { return }
    let (middle, end) = (seen[third..<(2 * third)], seen[(2 * third)...])
    let grown = end.map(\.bytes).max()! - middle.map(\.bytes).max()!
    #expect(grown < 64 << 20, "\(grown >> 20) MiB")
    #expect(end.map(\.files).max()! <= middle.map(\.files).max()! + 32)
  }
}
