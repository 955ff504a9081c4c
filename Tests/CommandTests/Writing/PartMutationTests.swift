import Foundation
import TestSupport
import Testing

@testable import nines

/// Edited descriptions of parts and checksums: reading one ends in a value or in nothing, never by a signal.
@Suite struct PartMutationTests {
  private static let shard = """
    nines shard 4
    seed 42
    worlds 40
    replications-per-world 8
    first 0
    end 20
    designs single-site,hot
    without 
    asked hot
    plan 0123456789abcdef
    inputs true

    """
  private static let sums = "nines result 1\n0123456789abcdef 12 result.json\nfedcba9876543210 7 ledger/0.csv\n"

  @Test func whatIsNotEditedIsRead() throws {
    let identity = try #require(ShardIdentity(text: Self.shard, threads: 1))
    #expect(identity.worlds == 0..<20 && identity.size.replications == 320)
    #expect(FileChecksums(text: Self.sums)?.sum(of: "ledger/0.csv") == "fedcba9876543210 7")
  }

  @Test func everyMutantEnds() {
    let rounds = Mutants.rounds(ofLongTests: 10)
    let odd = [
      "-1", "0", "1e9", "9223372036854775807", "99999999999999999999", "", "x", "18446744073709551615", "2", "41",
    ]
    var state: UInt64 = 37
    func next(_ bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int((state >> 33) % UInt64(max(1, bound)))
    }
    func mutant(_ text: String) -> String {
      let numbers = text.ranges(of: #/[0-9a-f]+/#)
      var text = text.replacingCharacters(in: numbers[next(numbers.count)], with: odd[next(odd.count)])
      if next(3) == 0 { text.removeLast(next(text.count)) }
      return text
    }
    var read = 0
    for _ in 0..<(100 * rounds) {
      if let identity = ShardIdentity(text: mutant(Self.shard), threads: 1) {
        read += 1
        #expect(identity.worlds.upperBound <= identity.size.worlds && identity.size.replications >= 2)
      }
      _ = FileChecksums(text: mutant(Self.sums))?.sum(of: "result.json")
    }
    #expect(read > 0)
  }
}
