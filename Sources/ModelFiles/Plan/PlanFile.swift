import ServiceModel

/// A plan on disk: one service and the designs that are laid over it.
public struct PlanFile: Sendable {
  /// The plan's own name.
  public let name: String
  /// The designs at the middle of every uncertain input, the one without disaster recovery first.
  public let services: [Service]
  public let inputs: [UncertainInput]
  /// Every value as it was written, with its place and its provenance, in the order of the file; `[low, mid, high]` is
  /// one value.
  public let readings: [Reading]
  /// How blocks that leave something open were read, in sentences.
  public let interpretations: [String]
  /// Figures whose values are known, for a check of the simulator; no comparison looks at them.
  public let expectations: [ExpectedFigure]
  /// Things that a reader should look at and that do not forbid the use of the plan.
  public let warnings: [Diagnostic]
  /// The files that the plan names: what it imports, then measurements and price books.
  public let namedFiles: [NamedFile]
  /// The text of the file.
  public var text: String { document.lines.joined(separator: "\n") }
  /// What a search of designs may vary; nil where the plan has no `plan` block.
  public let search: SearchBlock?
  let document: SourceDocument
  let prices: PriceList?
  private let names: [String]?

  /// Reads and checks a plan.
  ///
  /// - Parameters:
  ///   - designs: Names or short names of the designs wanted, in this order; nil for all in the file's order.
  ///   - prices: Prices that hold instead of the plan's own, in every design.
  /// - Throws: `Diagnostics` with every problem that one pass can find, each in the file where it was written.
  public init(path: String, designs: [String]? = nil, prices: PriceList? = nil) throws(Diagnostics) {
    try self.init(SourceDocument(path: path).withImports(), designs: designs, prices: prices)
  }

  /// Reads a text as if it were a file called `name`.
  ///
  /// - Parameter pieces: What files say that the plan imports and that need not stand where it names them, by their names as
  ///   seen from its folder.
  public init(
    text: String, name: String, designs: [String]? = nil, prices: PriceList? = nil, pieces: [String: String] = [:]
  ) throws(Diagnostics) {
    try self.init(SourceDocument(text: text, name: name).withImports(pieces: pieces), designs: designs, prices: prices)
  }

  init(_ document: SourceDocument, designs names: [String]? = nil, prices: PriceList? = nil) throws(Diagnostics) {
    let context = ReadingContext(document: document, prices: prices)
    if let prices {
      prices.check(against: document.root, context)
      guard !context.diagnostics.hasErrors else { throw context.diagnostics }
    }
    let decoder = PlanDecoder(context)
    let services = decoder.designs(names)
    prices?.checkMatches(in: services, context)
    // Growths of a search are worlds of their own and vary no comparison, and what is expected is not part of the plan.
    inputs = context.inputs
    search = decoder.searchBlock()
    readings = PlanFile.values(of: context.readings, prices: context.priceOrigins)
    expectations = decoder.expectations()
    guard !context.diagnostics.hasErrors else { throw context.diagnostics }
    self.document = document
    self.prices = prices
    self.names = names
    self.services = services
    name = services[0].name
    interpretations = decoder.interpretations
    namedFiles = document.importedFiles + decoder.measurements.files
    warnings = context.diagnostics.inFileOrder
  }

  /// The same plan with these designs, each by its name or by that of its topology.
  public func choosing(_ names: [String]) throws(Diagnostics) -> PlanFile {
    try PlanFile(document, designs: names, prices: prices)
  }

  /// The names that stand for no design, each with the one that was probably meant.
  public func unknownDesigns(among names: [String]) -> [(name: String, remedy: String)] {
    names.filter { DesignName.find($0, in: services).isEmpty }
      .map { ($0, DesignName.remedy(for: $0, among: services)) }
  }

  /// Whether the plan itself describes a design of this name; the one without disaster recovery is made where it has none.
  public func describes(design: String) -> Bool { document.root["designs"]?[design] != nil }

  /// The designs with uncertain inputs at quantiles of their laws; inputs that are not named stay at the middle.
  ///
  /// - Throws: `Diagnostics` where a value that is possible by itself contradicts another one.
  public func services(at quantiles: [String: Double]) throws(Diagnostics) -> [Service] {
    let context = ReadingContext(document: document, prices: prices, point: InputPoint(quantiles: quantiles))
    let services = PlanDecoder(context).designs(names)
    guard !context.diagnostics.hasErrors else { throw context.diagnostics }
    return services
  }

  /// Joins the three numbers of an uncertain input, which stand under one path, and puts all values in file order.
  private static func values(of readings: [Reading], prices: [String: PriceOrigin]) -> [Reading] {
    var values: [[Reading]] = []
    for reading in readings {
      if let last = values.last?.first, last.path == reading.path, last.line == reading.line,
        last.file == reading.file
      {
        values[values.count - 1].append(reading)
      } else {
        values.append([reading])
      }
    }
    return values.map { Reading(joining: $0, price: prices[$0[0].path]) }.sorted {
      ($0.file, $0.line, $0.column, $0.path) < ($1.file, $1.line, $1.column, $1.path)
    }
  }
}

extension Reading {
  /// One value of its numbers.
  fileprivate init(joining parts: [Reading], price: PriceOrigin?) {
    let text = parts.count == 1 ? parts[0].text : "[\(parts.map(\.text).joined(separator: ", "))]"
    self.init(
      path: parts[0].path, text: text, file: parts[0].file, line: parts[0].line, column: parts[0].column,
      comment: parts[0].comment, price: price)
  }
}
