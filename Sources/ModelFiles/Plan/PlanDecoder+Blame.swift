import ServiceModel

/// Whose mistake it is: the plan's, or that of the design which changes it.
extension PlanDecoder {
  /// Decodes something of a design, and moves errors that the plan has only with the design's overlay from the plan's own
  /// lines to the overlay.
  ///
  /// What an overlay touches keeps the place of the plan's mapping, so a sum that the overlay spoils would otherwise be
  /// reported at a line that is right.
  func blaming<Value>(_ design: String, overlay: SourceNode, over base: SourceNode, _ work: () -> Value) -> Value {
    // Sets, and the search through the plan last: a file may hold twenty thousand mistakes.
    let known = Set(context.diagnostics.all)
    let value = work()
    for found in context.diagnostics.all where found.severity == .error && !known.contains(found) {
      guard found.file == context.document.name, !problems(of: base).contains(found),
        let path = base.path(line: found.line, column: found.column), let place = overlay.deepest(along: path)
      else { continue }
      context.diagnostics.remove(found)
      let named = "in design '\(design)'"
      let message = found.message.contains(named) ? found.message : "\(found.message) \(named)"
      context.report(at: place, message, remedy: found.remedy)
    }
    return value
  }

  /// What is wrong with the plan without any design.
  private func problems(of base: SourceNode) -> Set<Diagnostic> {
    if let plainProblems { return plainProblems }
    let plain = ReadingContext(document: context.document, prices: context.prices, point: context.point)
    let decoder = PlanDecoder(plain, settings: settings)
    let (service, reader) = decoder.service(decoder.priced(base), design: nil)
    if !plain.diagnostics.hasErrors { decoder.check(service, reader) }
    let problems = Set(plain.diagnostics.all)
    plainProblems = problems
    return problems
  }
}

extension SourceNode {
  /// The keys that lead to the outermost piece of the plan's own file that begins at a place.
  fileprivate func path(line: Int, column: Int) -> [String]? {
    if position.layer == 0 && position.line == line && position.column == column { return [] }
    for entry in entries ?? [] {
      if let rest = entry.value.path(line: line, column: column) { return [entry.key] + rest }
    }
    return nil
  }

  /// Where the innermost piece along a path stands; nil where not even the first key is there.
  fileprivate func deepest(along path: [String]) -> SourcePosition? {
    guard let key = path.first, let next = self[key] else { return nil }
    return next.deepest(along: Array(path.dropFirst())) ?? next.position
  }
}
