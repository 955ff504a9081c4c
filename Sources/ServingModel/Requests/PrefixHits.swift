/// How much of the prompts of a trace stands in blocks that a request before has brought, in one cache that all requests meet.
///
/// Only the beginning of a prompt counts, up to its first block that is not there: a block's number stands for all that is before
/// it. What was used longest ago makes room, of one prompt its end first, as engines with a prefix cache do it.
public struct PrefixHits: Sendable {
  /// Tokens of a block, which the last one of a prompt need not fill.
  public let blockTokens: Int
  /// Tokens that the cache holds, in whole blocks; nil for any number.
  public let cacheTokens: Int?
  public private(set) var promptTokens = 0
  public private(set) var hitTokens = 0
  /// Whether any request named its blocks.
  public private(set) var isKnown = false
  /// When each block that is held was used last.
  private var held: [Int: Int] = [:]
  private var uses = 0
  /// Uses in their order, of which only the last one of each block counts.
  private var order: [(block: Int, use: Int)] = []
  private var oldest = 0

  /// - Precondition: Both are above zero.
  public init(blockTokens: Int, cacheTokens: Int? = nil) {
    precondition(blockTokens > 0 && cacheTokens ?? 1 > 0, "a block and a cache hold tokens")
    self.blockTokens = blockTokens
    self.cacheTokens = cacheTokens
  }

  /// The share of the prompt tokens that are found; 0 before there is one.
  public var share: Double { promptTokens == 0 ? 0 : Double(hitTokens) / Double(promptTokens) }

  /// - Parameter blocks: Numbers of the prompt's blocks from its beginning; none where it has none.
  public mutating func add(prompt: Int, blocks: [Int]) {
    promptTokens += prompt
    guard !blocks.isEmpty else { return }
    isKnown = true
    hitTokens += min(prompt, blockTokens * blocks.prefix { held[$0] != nil }.count)
    for block in blocks.reversed() {
      uses += 1
      held[block] = uses
      if cacheTokens != nil { order.append((block, uses)) }
    }
    if let cacheTokens { makeRoom(for: cacheTokens / blockTokens) }
  }

  private mutating func makeRoom(for blocks: Int) {
    while held.count > blocks {
      let (block, use) = order[oldest]
      oldest += 1
      if held[block] == use { held[block] = nil }
    }
    if oldest > 65_536, oldest > order.count / 2 {
      order.removeFirst(oldest)
      oldest = 0
    }
  }
}
