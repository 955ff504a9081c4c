import Costing

/// Classes of unlike terms above one another.
extension PurchaseQuestion {
  /// For every two classes of unlike terms the longer one below and the shorter one above it, so many nodes of each that the
  /// expected cost is least; where that takes some of both.
  ///
  /// Levels of the load-duration curve do not bear on one another, so each is decided by itself: it is held for the long term, or
  /// for a short one, or rented. The world is not known at the first order, and known at every renewal.
  var ladders: [PurchasePolicy] {
    offers.indices.flatMap { long in offers.indices.compactMap { short in ladder(of: long, below: short) } }
  }

  private func ladder(of long: Int, below short: Int) -> PurchasePolicy? {
    let (lower, upper) = (LadderRung(long, in: self), LadderRung(short, in: self))
    // What is decided later is decided in the world that has shown by then.
    let later = [upper.first.upperBound] + endsOfHeld
    guard offers[long].termMonths > offers[short].termMonths, !lower.first.isEmpty, !upper.first.isEmpty,
      worlds.count == 1 || later.allSatisfy({ $0 >= PurchaseQuestion.quarter })
    else { return nil }
    let peak = lower.peak
    let below = levels(upTo: min(peak, offers[long].limit ?? peak)) { lower.held($0) < upper.open($0) }
    let open = peak - below
    var above = levels(upTo: peak) { $0 <= below || upper.isWorthHolding($0) } - below
    if shortage == nil, let rented = onDemand.rentedLimit { above = max(above, open - rented) }
    above = min(above, offers[short].limit ?? above)
    guard below > 0, above > 0 else { return nil }
    return PurchasePolicy(
      name: "\(offers[long].name) below \(offers[short].name), by expected cost",
      layers: [.init(offer: long, world: nil, units: below), .init(offer: short, world: nil, units: above)],
      orderMonth: 0)
  }

  /// How many levels from the lowest up something holds for, where it holds for all below one for which it does.
  private func levels(upTo most: Int, _ holds: (Int) -> Bool) -> Int {
    var (yes, no) = (0, most + 1)
    while no - yes > 1 {
      let middle = (yes + no) / 2
      if holds(middle) { yes = middle } else { no = middle }
    }
    return yes
  }
}

/// One class as it covers a level of the load-duration curve over the whole horizon, in microdollars of a course and thousandths
/// of a probability.
private struct LadderRung {
  /// The months of the first term.
  let first: Range<Int>
  /// The most nodes that any world leaves open.
  let peak: Int
  private let question: PurchaseQuestion
  private let price: Int128
  private let weights: [Int128]
  /// By world: before the first term, in it, and in each term after it.
  private let before: [LoadDurationCurve]
  private let during: [LoadDurationCurve]
  private let later: [(months: Int, curves: [LoadDurationCurve])]

  init(_ index: Int, in question: PurchaseQuestion) {
    let offer = question.offers[index]
    let begin = min(question.arrivalMonth(of: offer, orderedIn: 0), question.months)
    let first = begin..<min(begin + offer.termMonths, question.months)
    let starts = Array(stride(from: first.upperBound, to: question.months, by: offer.termMonths))
    let spans = starts.map { $0..<min($0 + offer.termMonths, question.months) }
    func curves(_ span: Range<Int>) -> [LoadDurationCurve] {
      question.worlds.indices.map { world in
        LoadDurationCurve(hours: span.flatMap { question.openNeed(month: $0, in: world) })
      }
    }
    self.first = first
    self.question = question
    price = Int128(offer.price.microdollars) * Int128(question.course.count)
    weights = question.thousandths.map { Int128($0) }
    before = curves(0..<begin)
    during = curves(first)
    later = spans.map { ($0.count, curves($0)) }
    peak = (before + during + later.flatMap(\.curves)).map(\.peak).max() ?? 0
  }

  private func rented(_ level: Int, _ curves: [LoadDurationCurve]) -> Int128 {
    zip(weights, curves).reduce(0) { $0 + $1.0 * question.onDemand.spared(byUnit: level, $1.1) }
  }

  private func held(months: Int) -> Int128 { price * Int128(months) * weights.reduce(0, +) }

  /// Whether a level is held for the first term, when nobody knows the world.
  func isWorthHolding(_ level: Int) -> Bool { rented(level, during) >= held(months: first.count) }

  /// What a level costs that is held for the first term, and then where it pays.
  func held(_ level: Int) -> Int128 { rented(level, before) + held(months: first.count) + afterwards(level) }

  /// The same where it is held for the first term only if that pays.
  func open(_ level: Int) -> Int128 {
    rented(level, before) + min(rented(level, during), held(months: first.count)) + afterwards(level)
  }

  /// Each later term in the world that has shown.
  private func afterwards(_ level: Int) -> Int128 {
    later.reduce(0) { sum, term in
      zip(weights, term.curves).reduce(sum) { sum, world in
        sum + world.0 * min(question.onDemand.spared(byUnit: level, world.1), price * Int128(term.months))
      }
    }
  }
}
