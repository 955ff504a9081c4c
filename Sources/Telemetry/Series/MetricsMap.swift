import ModelFiles

/// A team's own names for metrics and labels.
public struct MetricsMap: Equatable, Sendable {
  /// The new name of a family, without `_total`.
  public var names: [Metric: String] = [:]
  /// By metric, and for all of them: the new name of each label.
  public var labels: [Metric: [String: String]] = [:]
  public var labelsOfAll: [String: String] = [:]
  /// Labels that are left out, and those that every series has beside its own.
  public var dropped: [String] = []
  public var added: [Label] = []
  /// Metrics that are left out.
  public var without: [Metric] = []

  public init() {}

  /// What a metric's family is called.
  public func name(of metric: Metric) -> String { names[metric] ?? metric.rawValue }

  /// The names under which samples of a metric are asked for.
  public func sampleNames(of metric: Metric) -> [String] {
    metric.sampleNames.map { name(of: metric) + $0.dropFirst(metric.rawValue.count) }
  }

  /// What a label of a metric is called; nil where it is left out.
  public func label(_ name: String, of metric: Metric) -> String? {
    dropped.contains(name) ? nil : labels[metric]?[name] ?? labelsOfAll[name] ?? name
  }
}

extension SeriesSet {
  /// The same series under a team's names.
  public func renamed(by map: MetricsMap) -> SeriesSet {
    var copy = self
    copy.families = families.compactMap { family in
      guard let metric = Metric(rawValue: family.name), !map.without.contains(metric) else { return nil }
      var family = family
      family.name = map.name(of: metric)
      // A unit is the end of the name or nothing.
      if let unit = family.unit, !family.name.hasSuffix("_" + unit) { family.unit = nil }
      for index in family.series.indices {
        family.series[index].labels =
          map.added
          + family.series[index].labels.compactMap { label in
            map.label(label.name, of: metric).map { Label($0, label.value) }
          }
      }
      return family
    }
    return copy
  }
}

extension Metric {
  /// Labels that have one value in all series of the metric: what may be left out.
  var spareLabels: [String] {
    switch self {
    case .requests: ["reporter", "destination_service_name"]
    case .clientRequests: ["service"]
    case .running, .waiting, .firstToken: ["model_name"]
    case .gpuUse: ["modelName"]
    case .wantedReplicas, .readyReplicas: ["namespace", "deployment"]
    case .dnsShare: ["service"]
    case .up: ["job"]
    case .inFlight, .probeSuccess, .replicationLag: []
    }
  }

  /// The metric of a name as somebody writes it, with or without `_total`.
  static func named(_ text: String) -> Metric? {
    Metric(rawValue: text) ?? (text.hasSuffix("_total") ? Metric(rawValue: String(text.dropLast(6))) : nil)
  }
}
