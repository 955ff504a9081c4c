import ServiceModel
import Stochastics

/// Spare parts that repairs take from a shelf: `spares: { gpus: { parts: 2, lead-time: 10d } }`.
extension PlanDecoder {
  func spares(_ root: FieldReader) -> [SpareStock] {
    root.children("spares").map { name, reader in
      defer { reader.finish() }
      let lead = reader.requiredDistribution("lead-time")
      if reader.has("lead-time"), lead.mean == .infinity {
        reader.error(
          "lead-time", "the law at '\(reader.path(of: "lead-time"))' has no mean",
          remedy: "Write '10d', or 'uniform 7d to 21d'")
      }
      return SpareStock(name: name, parts: atLeastOne(reader, "parts", .count("parts")), leadTime: lead)
    }
  }

  /// The stock that a repair takes a part from.
  func spare(_ reader: FieldReader, _ root: FieldReader) -> String? {
    guard let name = reader.text("spare") else { return nil }
    let known = root.node["spares"]?.entries?.map(\.key) ?? []
    if !known.contains(name) {
      reader.error("spare", "there are no spares '\(name)'", remedy: FieldReader.suggestion(for: name, among: known))
    }
    if reader.has("crew") {
      reader.error(
        "spare", "a repair waits for people or for a part: who of them would be held up by the other is not simulated",
        remedy: "Keep what is scarcer, and let 'lasts' or 'takes' say the usual wait for the other")
    }
    return name
  }

  /// Stocks that nobody takes a part from.
  func findDeadSpares(_ service: Service, _ root: FieldReader) {
    for stock in service.spares {
      note(
        root.node["spares"]?[stock.name],
        isDead: !service.failures.contains { $0.repairs.contains { $0.spare == stock.name } }, severity: .warning,
        "no repair takes a part from '\(stock.name)'", "Write 'spare: \(stock.name)' beside a 'lasts', or leave it out")
    }
  }

  /// Parts are swapped in machines.
  func checkSpares(_ mode: FailureMode, _ reader: FieldReader) {
    guard mode.repairs.contains(where: { $0.spare != nil }), ![.gpu, .node].contains(mode.scope) else { return }
    reader.error(
      reader.has("spare") ? "spare" : "repairs",
      "what fails with scope '\(mode.scope.rawValue)' is not mended by a part from a shelf",
      remedy: "Write 'scope: gpu' or 'scope: node', or leave 'spare' out")
  }
}
