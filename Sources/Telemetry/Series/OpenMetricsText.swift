extension SeriesSet {
  /// All samples in the text format of OpenMetrics 1.0: families in one piece, seconds as timestamps, `# EOF` at the end.
  ///
  /// Instants without a sample are left out; the format has no sign for a series that has ended.
  public var openMetrics: String { SeriesSet.openMetrics([self]) }

  /// The same of several sets, whose series differ in their labels: a family stands in one piece.
  public static func openMetrics(_ sets: [SeriesSet]) -> String {
    var text = ""
    var names: [String] = []
    for family in sets.flatMap(\.families) where !names.contains(family.name) {
      names.append(family.name)
      text += header(family.name, family.kind.rawValue, unit: family.unit, help: family.help)
      for set in sets {
        if let own = set.families.first(where: { $0.name == family.name }) { set.write(own, to: &text) }
      }
    }
    return text + end
  }

  /// What stands behind the last sample.
  static let end = "# EOF\n"

  /// The lines before the samples of a family.
  static func header(_ name: String, _ kind: String, unit: String?, help: String) -> String {
    "# HELP \(name) \(escaped(help))\n# TYPE \(name) \(kind)\n" + (unit.map { "# UNIT \(name) \($0)\n" } ?? "")
  }

  private func write(_ family: MetricFamily, to text: inout String) {
    let stamps = times.map(SeriesSet.number)
    var start = 0
    while start < family.series.count {
      // All series of one histogram stand together at each instant; any other series stands for itself.
      var end = start + 1
      if family.kind == .histogram {
        let owner = family.series[start].owner
        while end < family.series.count && family.series[end].owner == owner { end += 1 }
      }
      let group = family.series[start..<end].map { (head: $0.head(of: family.name), values: $0.values) }
      for index in times.indices {
        for series in group where !series.values[index].isNaN {
          text += "\(series.head) \(SeriesSet.number(series.values[index])) \(stamps[index])\n"
        }
      }
      start = end
    }
  }

  /// The same with a label beside those that its series have.
  public func labelled(_ label: Label) -> SeriesSet {
    var copy = self
    for family in copy.families.indices {
      for series in copy.families[family].series.indices { copy.families[family].series[series].labels.append(label) }
    }
    return copy
  }

  /// The shortest number that is read back as the same.
  static func number(_ value: Double) -> String {
    value == value.rounded() && abs(value) < 1e15 ? String(Int(value)) : "\(value)"
  }

  /// Name and labels as a sample begins.
  static func head(_ name: String, _ labels: [Label]) -> String {
    guard !labels.isEmpty else { return name }
    return "\(name){\(labels.map { "\($0.name)=\"\(escaped($0.value))\"" }.joined(separator: ","))}"
  }

  static func escaped(_ text: String) -> String {
    text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
  }
}

extension Series {
  /// Name and labels as a sample begins.
  func head(of family: String) -> String { SeriesSet.head(family + suffix, labels) }

  /// The labels without that of a bucket: those of the histogram that it belongs to.
  fileprivate var owner: [Label] { labels.filter { $0.name != "le" } }
}
