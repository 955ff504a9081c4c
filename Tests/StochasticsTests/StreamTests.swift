import CPhilox
import Testing

@testable import Stochastics

@Suite struct PhiloxTests {
  /// The known answers of Random123 for Philox4x32-10.
  @Test(
    arguments: [
      ([0, 0, 0, 0, 0, 0], [0x6627_e8d5, 0xe169_c58d, 0xbc57_ac4c, 0x9b00_dbd8]),
      (
        [0xffff_ffff, 0xffff_ffff, 0xffff_ffff, 0xffff_ffff, 0xffff_ffff, 0xffff_ffff],
        [0x408f_276d, 0x41c8_3b0e, 0xa20b_c7c6, 0x6d54_51fd]
      ),
      (
        [0x243f_6a88, 0x85a3_08d3, 0x1319_8a2e, 0x0370_7344, 0xa409_3822, 0x299f_31d0],
        [0xd16c_fe09, 0x94fd_cceb, 0x5001_e420, 0x2412_6ea1]
      ),
    ] as [([UInt32], [UInt32])])
  func knownAnswers(input: [UInt32], output: [UInt32]) {
    let block = nines_philox(input[0], input[1], input[2], input[3], input[4], input[5])
    #expect([block.word.0, block.word.1, block.word.2, block.word.3] == output)
  }

  /// Oracles P01 and P03: the open uniform made of the first two words.
  @Test func uniformOfTheKnownAnswers() {
    #expect(nines_philox_uniform(0, 0, 0, 0, 0) == 0.39904647084896455)
    #expect(
      nines_philox_uniform(0x243f_6a88, 0x85a3_08d3, 0x1319_8a2e, 0x0370_7344, 0x299f_31d0_a409_3822)
        == 0.8180693410295057)
  }

  /// 2^20 numbers in 256 cells; the 99.99 % point of chi-square with 255 degrees of freedom is 346.
  @Test func uniformsFillTheirCellsEvenly() {
    var cells = [Int](repeating: 0, count: 256)
    var stream = RandomStream(key: StreamKey(seed: 7, name: "cells"), replication: 0, purpose: .arrival)
    for _ in 0..<(1 << 20) { cells[Int(stream.nextUniform() * 256)] += 1 }
    let expected = Double(1 << 20) / 256
    let chiSquare = cells.reduce(0) { $0 + (Double($1) - expected) * (Double($1) - expected) / expected }
    #expect(chiSquare < 346 && chiSquare > 180)
  }

  /// Neighbouring streams, replications and purposes are uncorrelated: |r| < 4 / sqrt(n).
  @Test func neighboursAreUncorrelated() {
    let n = 20_000
    let a = StreamKey(seed: 1, name: "node/1")
    let b = StreamKey(seed: 1, name: "node/2")
    func draws(_ key: StreamKey, _ replication: UInt32, _ purpose: Purpose) -> [Double] {
      (0..<n).map { key.uniform(draw: UInt32($0), replication: replication, purpose: purpose) - 0.5 }
    }
    func correlation(_ x: [Double], _ y: [Double]) -> Double {
      zip(x, y).reduce(0) { $0 + $1.0 * $1.1 } / Double(n) * 12
    }
    let base = draws(a, 0, .lifetime)
    for other in [draws(b, 0, .lifetime), draws(a, 1, .lifetime), draws(a, 0, .repair)] {
      #expect(abs(correlation(base, other)) < 4 / Double(n).squareRoot())
    }
    #expect(abs(correlation(Array(base.dropLast()) + [0], Array(base.dropFirst()) + [0])) < 4 / Double(n).squareRoot())
  }

  /// The generator for GSL gives the words of the same blocks.
  @Test func generatorForGSLReadsTheSameBlocks() throws {
    let generator = try #require(gsl_rng_alloc(nines_rng_philox()))
    defer { gsl_rng_free(generator) }
    nines_rng_philox_rekey(generator, 0x1234_5678_9abc_def0, 5, 6, 7, 8)
    let words = (0..<8).map { _ in UInt32(gsl_rng_get(generator)) }
    let first = nines_philox(5, 6, 7, 8, 0x9abc_def0, 0x1234_5678)
    let second = nines_philox(6, 6, 7, 8, 0x9abc_def0, 0x1234_5678)
    #expect(Array(words[..<4]) == [first.word.0, first.word.1, first.word.2, first.word.3])
    #expect(Array(words[4...]) == [second.word.0, second.word.1, second.word.2, second.word.3])
    // The draw index carries into the next word.
    nines_rng_philox_rekey(generator, 1, .max, 0, 0, 0)
    for _ in 0..<4 { _ = gsl_rng_get(generator) }
    #expect(UInt32(gsl_rng_get(generator)) == nines_philox(0, 1, 0, 0, 1, 0).word.0)
  }

  @Test func sequentialAndRandomAccessAgree() {
    let key = StreamKey(seed: 3, name: "stream")
    var stream = RandomStream(key: key, replication: 4, purpose: .repair)
    for draw in 0..<100 {
      #expect(stream.nextUniform() == key.uniform(draw: UInt32(draw), replication: 4, purpose: .repair))
    }
  }

  /// The half that keeps 0 out must not round the largest number to 1, where a quantile is infinite.
  @Test func uniformsAreNeverZeroOrOne() {
    #expect(nines_philox_unit(0, 0) == 0x1p-54)
    #expect(nines_philox_unit(.max, .max) == 1.0.nextDown)
    #expect(Distribution.exponential(mean: 1).sample(at: nines_philox_unit(.max, .max)) < 37)
  }

  /// 2^32 draws into a stream the index carries into the branch word, and the stream goes on.
  @Test func theDrawIndexCarries() {
    let key = StreamKey(seed: 3, name: "stream")
    var stream = RandomStream(key: key, replication: 4, purpose: .repair, startingAt: 0xffff_ffff)
    #expect(stream.nextUniform() == key.uniform(draw: .max, replication: 4, purpose: .repair))
    let copy = stream
    #expect(stream.nextUniform() == key.uniform(draw: 0, branch: 1, replication: 4, purpose: .repair))
    stream = copy
    #expect(stream.nextUniform() == key.uniform(draw: 0, branch: 1, replication: 4, purpose: .repair))
  }

  /// The generator for GSL, seeded by itself, is the stream of that key, two numbers to a block, without the half.
  @Test func generatorForGSLGivesTheSameNumbers() throws {
    let generator = try #require(gsl_rng_alloc(nines_rng_philox()))
    defer { gsl_rng_free(generator) }
    gsl_rng_set(generator, 0x299f_31d0_a409_3822)
    for draw: UInt32 in 0..<1000 {
      let expected = nines_philox_uniform(draw, 0, 0, 0, 0x299f_31d0_a409_3822)
      let first = gsl_rng_uniform(generator)
      #expect(first < 1 && abs(first + 0x1p-54 - expected) <= 0x1p-53)
      _ = gsl_rng_uniform(generator)
    }
    #expect(gsl_rng_max(generator) == 0xffff_ffff && gsl_rng_min(generator) == 0)
  }
}

@Suite struct StreamKeyTests {
  /// Old seeds must give old results: keys by an independent calculation of FNV-1a and splitmix64.
  @Test(
    arguments: [
      (0, "", 0xaebe_53f8_5cdc_3c4c),
      (1, "node/1", 0x5363_22b4_8896_d4b2),
      (2026, "region/eu-west/node/17", 0x59b9_cb7b_cda7_957a),
      (.max, "\u{6771}\u{4eac}/\u{30af}\u{30ed}\u{30c3}\u{30af}", 0x2bd0_5fb0_b934_38f6),
    ] as [(UInt64, String, UInt64)])
  func keysAreAPromise(seed: UInt64, name: String, value: UInt64) {
    #expect(StreamKey(seed: seed, name: name).value == value)
  }

  @Test func theSameNameHasOneKeyAndSeedsDiffer() throws {
    var registry = StreamRegistry(seed: 1)
    let key = try registry.key(for: "a")
    #expect(try registry.key(for: "a") == key)
    #expect(try registry.key(for: "b") != key)
    #expect(StreamKey(seed: 2, name: "a") != key)
  }

  /// Two names with the same FNV-1a hash: refused under every seed.
  @Test(arguments: [0, 1, 2026])
  func namesThatHashAlikeAreRefused(seed: UInt64) throws {
    var registry = StreamRegistry(seed: seed)
    let key = try registry.key(for: "8yn0iYCKYHlIj4-BwPqk")
    let error = #expect(throws: StreamCollision.self) { try registry.key(for: "GReLUrM4wMqfg9yzV3KQ") }
    #expect(error == StreamCollision(first: "8yn0iYCKYHlIj4-BwPqk", second: "GReLUrM4wMqfg9yzV3KQ"))
    #expect(error?.description.contains("rename") == true)
    #expect(try registry.key(for: "8yn0iYCKYHlIj4-BwPqk") == key)
  }

  /// Bits of keys whose names differ in one digit are as unlike as coins.
  @Test func neighbouringNamesShareNothing() {
    var ones = 0
    for i in 0..<1000 {
      let a = StreamKey(seed: 1, name: "node/\(i)").value
      ones += (a ^ StreamKey(seed: 1, name: "node/\(i + 1)").value).nonzeroBitCount
      ones += (a ^ StreamKey(seed: 2, name: "node/\(i)").value).nonzeroBitCount
    }
    // 128,000 coins: 64,000 with a standard deviation of 179.
    #expect(abs(ones - 64_000) < 4 * 179)
  }
}
