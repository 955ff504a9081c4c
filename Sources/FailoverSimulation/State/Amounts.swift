/// What a replication adds up: the one list of its scalar amounts.
///
/// A new amount is a field here and a case of `Amount` at the same place; a test says so where it is not. On the hot path an
/// amount is its field. Everything else - differences, sums over replications, records on disk - goes over all amounts by
/// their cases and need not be told of a new one.
public struct Amounts: Equatable, Sendable, BitwiseCopyable {
  /// Requests that users sent, and those that were not answered. As all requests here: millionths of a request per second
  /// times nanoseconds, 1e15 to a request.
  public var demand: Int128 = 0
  public var lost: Int128 = 0
  /// Answers whose first token came later than the limit of the first objective, and of the second.
  public var late1: Int128 = 0
  public var late2: Int128 = 0
  /// The time at which the percentile of the first objective was missed, and of the second, in nanoseconds.
  public var missed1: Int128 = 0
  public var missed2: Int128 = 0
  /// Answers of lesser worth, and what they are worth less than ordinary ones.
  public var degraded: Int128 = 0
  public var worthLost: Int128 = 0
  /// Answers given by models that are rented by the token.
  public var rented: Int128 = 0
  /// Answers given while a pool's load moved with 95 to 105 % of what it can answer offered.
  public var nearSaturation: Int128 = 0
  /// Answers broken off while they were given, and those of them that clients resumed.
  public var broken: Int128 = 0
  public var resumed: Int128 = 0
  /// Attempts that were not the first, and attempts that failed; without retries those are the requests lost.
  public var retried: Int128 = 0
  public var failedAttempts: Int128 = 0
  /// Demand of sites that went on writing while they were cut off from one another, times millionths.
  public var split: Int128 = 0
  /// What failovers have cost conversations, in millionths: see `StateLoss`.
  public var conversationsCut: Int128 = 0
  public var conversationsLost: Int128 = 0
  public var changesConflicting: Int128 = 0
  /// The part of it that no outage accounts for.
  public var conversationsCutOutside: Int128 = 0
  public var conversationsLostOutside: Int128 = 0
  public var changesConflictingOutside: Int128 = 0

  public init() {}
}

/// The name of an amount, in the order of the fields of `Amounts`. Records on disk are written under these names.
public enum Amount: Int, CaseIterable, Sendable {
  case demand, lost
  case late1, late2, missed1, missed2
  case degraded, worthLost, rented
  case nearSaturation
  case broken, resumed
  case retried, failedAttempts
  case split
  case conversationsCut, conversationsLost, changesConflicting
  case conversationsCutOutside, conversationsLostOutside, changesConflictingOutside

  /// How many of an amount's units make one of what people count: a request, a second, a conversation.
  public var unit: Double {
    switch self {
    case .demand, .lost, .late1, .late2, .degraded, .worthLost, .rented, .nearSaturation, .broken, .resumed, .retried,
      .failedAttempts:
      1e15
    case .missed1, .missed2: 1e9
    case .split: 1e21
    case .conversationsCut, .conversationsLost, .changesConflicting, .conversationsCutOutside,
      .conversationsLostOutside, .changesConflictingOutside:
      1e6
    }
  }

  /// What grows while nothing has failed and nothing is lost; everything else takes a failure or a loss. The last of them is
  /// billed too: see `Billed`.
  static let grownInCalm: [Amount] = [.late1, .late2, .missed1, .missed2, .degraded, .worthLost, .rented]
}

extension Amounts {
  /// An amount by its name. The fields are of one type and lie in the order of the cases.
  public subscript(amount: Amount) -> Int128 {
    get { withUnsafeBytes(of: self) { $0.load(fromByteOffset: Amounts.offset(of: amount), as: Int128.self) } }
    set {
      withUnsafeMutableBytes(of: &self) {
        $0.storeBytes(of: newValue, toByteOffset: Amounts.offset(of: amount), as: Int128.self)
      }
    }
  }

  private static func offset(of amount: Amount) -> Int { amount.rawValue * MemoryLayout<Int128>.stride }

  /// An amount in what people count: requests, seconds, conversations.
  public func counted(_ amount: Amount) -> Double { Double(self[amount]) / amount.unit }

  public static func += (sum: inout Amounts, other: Amounts) {
    for amount in Amount.allCases { sum[amount] += other[amount] }
  }

  public static func -= (rest: inout Amounts, other: Amounts) {
    for amount in Amount.allCases { rest[amount] -= other[amount] }
  }

  /// What failovers have cost conversations, and the part of it that no outage accounts for.
  public var stateLoss: StateLoss {
    StateLoss(
      cut: Int64(clamping: conversationsCut), lost: Int64(clamping: conversationsLost),
      conflicting: Int64(clamping: changesConflicting))
  }
  public var stateLossOutside: StateLoss {
    StateLoss(
      cut: Int64(clamping: conversationsCutOutside), lost: Int64(clamping: conversationsLostOutside),
      conflicting: Int64(clamping: changesConflictingOutside))
  }

  mutating func add(_ loss: StateLoss) {
    conversationsCut += Int128(loss.cut)
    conversationsLost += Int128(loss.lost)
    changesConflicting += Int128(loss.conflicting)
  }

  mutating func addOutside(_ loss: StateLoss) {
    conversationsCutOutside += Int128(loss.cut)
    conversationsLostOutside += Int128(loss.lost)
    changesConflictingOutside += Int128(loss.conflicting)
  }
}
