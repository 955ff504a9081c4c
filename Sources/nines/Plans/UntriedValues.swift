import ModelFiles

extension PlanFile {
  /// Paths of which the plan's own value is none of those that are tried, with what the plan writes there.
  ///
  /// - Parameter rows: The values of every row, by path.
  func valuesOutside(_ rows: [[PlanSetting]], design: String?) -> [(path: String, written: String?)] {
    guard let first = rows.first else { return [] }
    return first.indices.compactMap { place -> (path: String, written: String?)? in
      let path = first[place].path
      let values = rows.map { $0[place] }.reduce(into: [PlanSetting]()) { known, value in
        if !known.contains(value) { known.append(value) }
      }
      return holdsOwnValue(among: values, design: design) ? nil : (path, written(at: path, design: design))
    }
  }

  /// The same of a search: a path counts where no design that is looked at has its own value among them.
  func valuesOutside(_ block: SearchBlock) -> [(path: String, written: String?)] {
    let named = block.axes.first { $0.path == "design" }?.values.map(\.text)
    let designs = named?.map { Optional($0) } ?? [nil]
    return block.axes.filter { $0.path != "design" }.flatMap { axis -> [(path: String, written: String?)] in
      let all = designs.compactMap { design in
        valuesOutside(axis.values.map { [$0] }, design: design).first
      }
      guard all.count == designs.count else { return [] }
      let texts = all.compactMap { $0.written }.reduce(into: [String]()) { known, text in
        if !known.contains(text) { known.append(text) }
      }
      return [(axis.path, texts.isEmpty ? nil : texts.joined(separator: " or "))]
    }
  }
}
