import Costing

/// What not knowing the world costs, and how to keep that small.
extension PurchasePlan {
  /// The options that may be taken.
  private var allowed: [Int] { options.indices.filter { question.shortage != nil || !options[$0].isShort } }

  /// What it is worth to know the world before the first order: the expected cost of the best option less that of the best one
  /// of each world; nil where none may be taken, or there is one world.
  public var valueOfPerfectInformation: Money? {
    guard let best, question.worlds.count > 1 else { return nil }
    let known = question.worlds.indices.map { world in
      allowed.map { options[$0].costs[world] }.min() ?? options[best].costs[world]
    }
    return options[best].expected - question.expected(known)
  }

  /// The option whose largest regret is smallest, whatever the worlds' probabilities; of equal ones that of the least expected
  /// cost. nil where none may be taken, or there is one world.
  public var minimaxRegret: Int? {
    guard question.worlds.count > 1 else { return nil }
    func largest(_ index: Int) -> Money { options[index].regrets.max() ?? .zero }
    return allowed.min {
      (largest($0), options[$0].expected, $0) < (largest($1), options[$1].expected, $1)
    }
  }

  /// The option with the least present value; nil without a rate, or where none may be taken.
  public var bestByPresentValue: Int? {
    guard question.discount != nil else { return nil }
    return allowed.min {
      (options[$0].presentValue ?? .zero, $0) < (options[$1].presentValue ?? .zero, $1)
    }
  }
}
