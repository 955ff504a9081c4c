import ModelFiles

extension MetricsMap {
  /// Reads a file of names.
  ///
  ///     metrics:
  ///       istio_requests_total: { name: http_requests_total, labels: { response_code: code } }
  ///       DCGM_FI_DEV_GPU_UTIL: gpu_busy_percent
  ///     labels: { cluster: region, destination_cluster: region }
  ///     drop: [reporter]
  ///     add: { env: prod }
  ///     without: [dns_traffic_share_ratio]
  ///
  /// - Throws: `Diagnostics` with every problem that one pass can find.
  public init(path: String) throws(Diagnostics) { try self.init(SourceDocument(path: path)) }

  /// Reads a text as if it were a file called `name`.
  public init(text: String, name: String) throws(Diagnostics) { try self.init(SourceDocument(text: text, name: name)) }

  private init(_ document: SourceDocument) throws(Diagnostics) {
    let context = ReadingContext(document: document)
    let root = context.rootReader()
    self.init()
    readMetrics(root.child("metrics"))
    labelsOfAll = MetricsMap.labels(root.child("labels"), among: Metric.allCases.flatMap(\.labels))
    added =
      (root.child("add")).map { add in
        add.keys.compactMap { key in add.text(key).map { Label(key, $0) } }
      } ?? []
    readDropped(root, context)
    for item in root.list("without") ?? [] {
      if let metric = MetricsMap.metric(item.text ?? "", at: item.position, context) { without.append(metric) }
    }
    root.finish()
    for label in added where !MetricsMap.isLabel(label.name) {
      context.report(
        at: root.node("add")?.position ?? document.root.position, MetricsMap.noLabel(label.name),
        remedy: MetricsMap.labelRemedy)
    }
    refuseMeetingNames(context)
    guard !context.diagnostics.hasErrors else { throw context.diagnostics }
  }

  // MARK: Parts

  private mutating func readMetrics(_ reader: FieldReader?) {
    guard let reader else { return }
    for entry in reader.node.entries ?? [] {
      guard let metric = MetricsMap.metric(entry.key, at: entry.keyPosition, reader.context) else { continue }
      var name = entry.value.text
      if entry.value.entries != nil {
        let own = FieldReader(entry.value, path: reader.path(of: entry.key), context: reader.context)
        name = own.text("name")
        labels[metric] = MetricsMap.labels(own.child("labels"), among: metric.labels)
        own.finish()
      }
      guard var name else { continue }
      guard MetricsMap.isMetric(name) else {
        reader.context.report(
          at: entry.value["name"]?.position ?? entry.value.position, "'\(name)' is no name of a metric",
          remedy: "Write letters, digits, '_' and ':', and no digit first, such as http_requests_total")
        continue
      }
      if metric.kind == .counter, name.hasSuffix("_total") { name = String(name.dropLast(6)) }
      names[metric] = name
    }
  }

  private static func labels(_ reader: FieldReader?, among known: [String]) -> [String: String] {
    var labels: [String: String] = [:]
    for entry in reader?.node.entries ?? [] {
      guard let reader, let new = reader.text(entry.key) else { continue }
      if !known.contains(entry.key) {
        reader.context.report(
          at: entry.keyPosition, "there is no label '\(entry.key)' at '\(reader.path)'",
          remedy: FieldReader.suggestion(for: entry.key, among: distinct(known)))
      } else if !isLabel(new) {
        reader.context.report(at: entry.value.position, noLabel(new), remedy: labelRemedy)
      } else {
        labels[entry.key] = new
      }
    }
    return labels
  }

  private mutating func readDropped(_ root: FieldReader, _ context: ReadingContext) {
    for item in root.list("drop") ?? [] {
      let name = item.text ?? ""
      let having = Metric.allCases.filter { $0.labels.contains(name) }
      if having.isEmpty {
        context.report(
          at: item.position, "there is no label '\(name)' at 'drop'",
          remedy: FieldReader.suggestion(for: name, among: MetricsMap.distinct(Metric.allCases.flatMap(\.labels))))
      } else if let metric = having.first(where: { !$0.spareLabels.contains(name) }) {
        context.report(
          at: item.position, "without '\(name)' several series of '\(metric.sampleNames[0])' are the same",
          remedy:
            "These may be dropped: \(MetricsMap.distinct(Metric.allCases.flatMap(\.spareLabels)).joined(separator: ", "))"
        )
      } else {
        dropped.append(name)
      }
    }
  }

  /// Two metrics of one name, or two labels of one metric.
  private func refuseMeetingNames(_ context: ReadingContext) {
    let place = context.document.root.position
    var owners: [String: Metric] = [:]
    for metric in Metric.allCases where !without.contains(metric) {
      if let other = owners[name(of: metric)] {
        context.report(
          at: place, "'\(other.sampleNames[0])' and '\(metric.sampleNames[0])' are both called '\(name(of: metric))'",
          remedy: "Give each a name of its own, or leave one out with 'without'")
      }
      owners[name(of: metric)] = metric
      let names = added.map(\.name) + metric.labels.compactMap { label($0, of: metric) }
      if let twice = names.first(where: { name in names.filter { $0 == name }.count > 1 }) {
        context.report(
          at: place, "'\(name(of: metric))' would have the label '\(twice)' twice",
          remedy: "Give each label of a metric a name of its own, or drop one")
      }
    }
  }

  // MARK: Names

  private static func metric(_ text: String, at position: SourcePosition, _ context: ReadingContext) -> Metric? {
    if let metric = Metric.named(text) { return metric }
    context.report(
      at: position, "there is no metric '\(text)'",
      remedy: FieldReader.suggestion(for: text, among: Metric.allCases.map { $0.sampleNames[0] }))
    return nil
  }

  private static func distinct(_ names: [String]) -> [String] {
    var seen: [String] = []
    for name in names where !seen.contains(name) { seen.append(name) }
    return seen
  }

  private static func isMetric(_ text: String) -> Bool { text.wholeMatch(of: /[A-Za-z_:][A-Za-z0-9_:]*/) != nil }

  private static func isLabel(_ text: String) -> Bool {
    text.wholeMatch(of: /[A-Za-z_][A-Za-z0-9_]*/) != nil && !text.hasPrefix("__") && text != "le"
  }

  private static func noLabel(_ text: String) -> String { "'\(text)' is no name of a label" }
  private static let labelRemedy = "Write letters, digits and '_', no digit and no '__' first, such as region"
}
