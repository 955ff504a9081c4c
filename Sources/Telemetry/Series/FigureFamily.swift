/// Figures without an instant, under one name: what a scrape would show of an answer that holds until there is another.
///
/// Series of a simulated year are a `SeriesSet`; these have no time of their own, and whoever reads them stamps them.
public struct FigureFamily: Equatable, Sendable {
  public enum Kind: String, Sendable {
    case gauge
    /// Quantiles of what was observed, under the label `quantile`, and how many there were, `_count`.
    case summary
  }

  /// A value of one set of labels.
  public struct Sample: Equatable, Sendable {
    /// What stands behind the family's name: `_count`, or nothing.
    public let suffix: String
    public let labels: [Label]
    public let value: Double

    public init(_ labels: [Label], _ value: Double, suffix: String = "") {
      self.labels = labels
      self.value = value
      self.suffix = suffix
    }
  }

  public let name: String
  public let kind: Kind
  /// The last word of the name, where that is a unit.
  public let unit: String?
  /// A sentence, without quotation marks: the two text formats write those otherwise.
  public let help: String
  public var samples: [Sample]

  public init(_ name: String, _ kind: Kind, unit: String? = nil, help: String, _ samples: [Sample] = []) {
    self.name = name
    self.kind = kind
    self.unit = unit
    self.help = help
    self.samples = samples
  }

  /// The families in the text format of OpenMetrics 1.0; those without a sample are left out.
  ///
  /// Gauges and summaries are what it has in common with the older text format of Prometheus, for which `# UNIT` and `# EOF` are
  /// comments: the same text is read as either.
  public static func openMetrics(_ families: [FigureFamily]) -> String {
    var text = ""
    for family in families where !family.samples.isEmpty {
      text += SeriesSet.header(family.name, family.kind.rawValue, unit: family.unit, help: family.help)
      for sample in family.samples {
        text += "\(SeriesSet.head(family.name + sample.suffix, sample.labels)) \(SeriesSet.number(sample.value))\n"
      }
    }
    return text + SeriesSet.end
  }
}
