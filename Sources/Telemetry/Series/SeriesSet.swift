/// Series of several metrics over the same instants.
public struct SeriesSet: Equatable, Sendable {
  /// When the values were read, in seconds since 1970-01-01 00:00 UTC, rising.
  public let times: [Double]
  /// Families in the order of the catalogue, each with at least one series.
  public internal(set) var families: [MetricFamily]
}

/// A metric with all its series.
public struct MetricFamily: Equatable, Sendable {
  public internal(set) var name: String
  public let kind: Metric.Kind
  public internal(set) var unit: String?
  public let help: String
  public internal(set) var series: [Series]
}

/// Values of one name and one set of labels.
public struct Series: Equatable, Sendable {
  /// What stands behind the family's name: `_total`, `_bucket`, `_sum`, `_count`, or nothing.
  public let suffix: String
  public internal(set) var labels: [Label]
  /// One for each instant; not a number where there is no sample.
  public let values: [Double]
}

/// A name and a value beside a metric.
public struct Label: Hashable, Sendable {
  public var name: String
  public var value: String

  public init(_ name: String, _ value: String) {
    self.name = name
    self.value = value
  }
}
