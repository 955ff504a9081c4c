import ServingModel
import Testing

/// What a prefix cache would have held of prompts, counted by hand. The requests are those of models/traces/prefix-blocks.jsonl.
@Suite struct PrefixHitsTests {
  private static let requests = [(1000, [1, 2]), (1500, [1, 3, 4]), (1024, [1, 3]), (600, [9, 3])]

  private func hits(_ requests: [(Int, [Int])] = Self.requests, cache: Int? = nil) -> PrefixHits {
    var hits = PrefixHits(blockTokens: 512, cacheTokens: cache)
    for (prompt, blocks) in requests { hits.add(prompt: prompt, blocks: blocks) }
    return hits
  }

  /// The second request finds block 1, the third all of its 1024 tokens; the fourth begins otherwise, so that its second block, which
  /// has been seen, is of no use: 512 + 1024 of 4124.
  @Test func onlyBeginningsCount() {
    let hits = hits()
    #expect(hits.hitTokens == 1536 && hits.promptTokens == 4124)
    #expect(abs(hits.share - 1536.0 / 4124) < 1e-15)
  }

  /// A cache of one block keeps the first of the prompt that came last: 512 and 512 are found. One of two keeps 1 and 3 for the
  /// third request.
  @Test(arguments: [(512, 1024), (1023, 1024), (1024, 1536)])
  func whatWasUsedLongestAgoMakesRoom(cache: Int, found: Int) { #expect(hits(cache: cache).hitTokens == found) }

  /// The last block of a prompt is as long as what is left; a prompt without blocks finds nothing and counts.
  @Test func theLastBlockNeedNotBeFull() {
    let hits = hits([(600, [1, 2]), (600, [1, 2]), (100, [])])
    #expect(hits.hitTokens == 600 && hits.promptTokens == 1300 && hits.isKnown)
    #expect(!self.hits([(100, [])]).isKnown)
  }

  /// A hundred thousand prompts of two blocks through a cache of two: each finds what the one before left, and the uses that are
  /// behind are forgotten.
  @Test func aLongTraceFindsWhatAShortOneDoes() {
    let hits = hits((0..<100_000).map { (1024, [$0 / 2, -1 - $0 / 2]) }, cache: 1024)
    #expect(hits.hitTokens == 50_000 * 1024)
  }
}
