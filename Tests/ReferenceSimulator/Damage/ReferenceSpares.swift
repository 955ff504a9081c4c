import ServiceModel

/// A part that has been ordered.
struct OrderedPart: Equatable {
  let stock: String
  let comesAt: Int64
}

/// Spare parts on a shelf, one ordered for each that is asked for.
extension ReferenceRun {
  /// - Returns: Whether there is one.
  mutating func takePart(from stock: String, for clock: Int) -> Bool {
    let spares = service.spares.first { $0.name == stock }!
    let lead = spares.leadTime.sample(at: luck(clock, .part, clocks[clock].ordinal))
    orderedParts.append(OrderedPart(stock: stock, comesAt: later(now, nanoseconds(lead))))
    guard partsOnShelf[stock]! > 0 else { return false }
    partsOnShelf[stock]! -= 1
    return true
  }

  /// What comes now is for whoever has waited longest, or for the shelf.
  mutating func receiveParts() {
    while let come = orderedParts.firstIndex(where: { $0.comesAt <= now }) {
      let stock = orderedParts.remove(at: come).stock
      if let next = failures.firstIndex(where: { $0.spare == stock && $0.waits }) {
        takeUp(next)
      } else {
        partsOnShelf[stock]! += 1
      }
    }
  }
}
