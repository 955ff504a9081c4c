import CapacityPlanning
import ModelFiles

extension PlanFile {
  /// Of the plan's own values those that are none of the tried ones.
  ///
  /// - Parameter rows: What is tried, each row with a value for every path.
  func untriedValues(_ rows: [[PlanSetting]], design: String?) -> [UntriedValue] {
    guard let first = rows.first else { return [] }
    return first.indices.compactMap { place in
      let path = first[place].path
      let values = rows.map { $0[place] }.reduce(into: [PlanSetting]()) { known, value in
        if !known.contains(value) { known.append(value) }
      }
      guard !holdsOwnValue(among: values, design: design) else { return nil }
      return UntriedValue(path: path, written: written(at: path, design: design))
    }
  }

  /// The same of a search: a path counts where no design that is looked at has its own value among them.
  func untriedValues(_ block: SearchBlock) -> [UntriedValue] {
    let named = block.axes.first { $0.path == "design" }?.values.map(\.text)
    let designs = named?.map { Optional($0) } ?? [nil]
    return block.axes.filter { $0.path != "design" }.compactMap { axis in
      let all = designs.compactMap { design in
        untriedValues(axis.values.map { [$0] }, design: design).first
      }
      guard all.count == designs.count else { return nil }
      let texts = all.compactMap(\.written).reduce(into: [String]()) { known, text in
        if !known.contains(text) { known.append(text) }
      }
      return UntriedValue(path: axis.path, written: texts.isEmpty ? nil : texts.joined(separator: " or "))
    }
  }
}
