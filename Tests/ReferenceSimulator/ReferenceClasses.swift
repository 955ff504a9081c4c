import ServiceModel

/// Whose requests are lost.
extension ReferenceRun {
  /// Lost requests a second of each class: what nobody can reach falls on all alike, transactions on their class; what capacity is short of on the
  /// class with the highest priority number first, and on equals in proportion to their demand.
  func lostByClass(unreached: Double, withheld: [Double], shed: Double) -> [Double] {
    let classes = service.traffic.classes
    let demand = demand.rate(at: now)
    var lost = zip(classes, withheld).map { unreached * $0.share + $1 }
    var left = shed
    for priority in Set(classes.map(\.priority)).sorted(by: >) {
      let equals = classes.indices.filter { classes[$0].priority == priority }
      let share = equals.reduce(0) { $0 + classes[$1].share }
      let answered = equals.reduce(0) { $0 + demand * classes[$1].share - lost[$1] }
      let part = min(left, answered)
      for index in equals { lost[index] += part * classes[index].share / share }
      left -= part
    }
    return lost
  }
}
