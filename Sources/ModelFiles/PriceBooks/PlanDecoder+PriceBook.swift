internal import Currencies
import ServiceModel

/// Prices that stand in a table beside the plan.
extension PlanDecoder {
  /// The table that `price-book` names; nil where the plan names none, or after a problem.
  func priceBook(_ root: FieldReader) -> PriceBook? {
    guard let file = root.text("price-book"), let path = path(of: file, root, "price-book") else { return nil }
    if let known = measurements.priceBooks[path] { return known }
    do {
      let book = try PriceBook(path: path)
      measurements.priceBooks[path] = book
      for warning in book.warnings { context.diagnostics.add(warning) }
      return book
    } catch {
      for problem in error.all { context.diagnostics.add(problem) }
      return nil
    }
  }

  /// Gives a site's nodes the price that stands for them in a table: where they have none of their own, that of the plan's
  /// book; where prices are laid over the plan, theirs.
  ///
  /// - Parameter reader: Of the site.
  func price(_ site: inout Site, from book: PriceBook?, _ reader: FieldReader) {
    defer { priceSpot(&site, from: book, reader) }
    let sku = site.node.sku
    if let row = listed(context.prices?.book, site, .onDemand) { return set(row, on: &site.node) }
    guard let book, site.node.dollarsPerHour == nil, site.keep > .nothing, let node = reader.child("node") else {
      return
    }
    if sku.isEmpty { return node.missing("sku", example: "p5.48xlarge") }
    guard let row = listed(book, site, .onDemand) else {
      node.error(
        "sku", "the price book has no on-demand price of '\(sku)' by \(site.provider) in \(site.region)",
        remedy: book.remedy(provider: site.provider, region: site.region, sku: sku, .onDemand))
      return
    }
    set(row, on: &site.node)
  }

  /// The price of a site's spot nodes: of the table that is laid over the plan, else its own, else of the plan's book.
  private func priceSpot(_ site: inout Site, from book: PriceBook?, _ reader: FieldReader) {
    func spot(_ book: PriceBook?) -> ListedPrice? { site.spot > 0 ? listed(book, site, .spot) : nil }
    if let row = spot(context.prices?.book) ?? (site.node.spotDollarsPerHour == nil ? spot(book) : nil) {
      (site.node.spotDollarsPerHour, site.node.spotOrigin) = (row.dollarsPerHour, row.origin)
    }
    guard let spot = site.node.spotDollarsPerHour, let hourly = site.node.dollarsPerHour, spot > hourly else { return }
    let sign = context.currency.currency.sign
    reader.child("node")?.error(
      "spot-price", "spot costs \(sign)\(spot)/h where on-demand costs \(sign)\(hourly)/h",
      remedy: "Check the two prices: what may be taken back costs less")
  }

  /// The price of a committed node-hour in a table that is laid over the plan; nil where none is, or it has none.
  func laidOver(_ term: NodeCommitment.Term, of site: Site) -> ListedPrice? {
    listed(context.prices?.book, site, term.priceClass)
  }

  /// The price of a committed node-hour where the commitment itself has none; nil where the book has none either.
  func committedPrice(
    _ reader: FieldReader, term: NodeCommitment.Term, of site: Site, book: PriceBook?
  ) -> ListedPrice? {
    guard let book else { return nil }
    let priceClass = term.priceClass
    if let row = listed(book, site, priceClass) { return row }
    reader.error(
      nil,
      "the price book has no \(priceClass.rawValue) price of '\(site.node.sku)' by \(site.provider) in \(site.region)",
      remedy: book.remedy(provider: site.provider, region: site.region, sku: site.node.sku, priceClass))
    return nil
  }

  /// What a table says of a site's node, counted in the currency of the study; nil where it says nothing.
  func listed(_ book: PriceBook?, _ site: Site, _ priceClass: PriceBook.PriceClass) -> ListedPrice? {
    guard let book, let row = book.row(provider: site.provider, region: site.region, sku: site.node.sku, priceClass)
    else { return nil }
    let origin = PriceOrigin(basis: row.basis, source: row.source, asOf: row.asOf)
    let own = row.currency == context.currency.currency
    if let dollars = own ? row.pricePerHour : context.currency.amount("\(row.pricePerHour)", of: row.currency) {
      return ListedPrice(dollarsPerHour: dollars, origin: origin)
    }
    context.diagnostics.add(
      Diagnostic(
        file: book.file, line: row.line, column: 1,
        message: "the price of '\(row.sku)' is in \(row.currency), of which the plan has no rate",
        remedy: context.currency.remedy(for: row.currency)))
    return ListedPrice(dollarsPerHour: 0, origin: origin)
  }

  private func set(_ row: ListedPrice, on node: inout NodeType) {
    node.dollarsPerHour = row.dollarsPerHour
    (node.priceBasis, node.priceSource, node.priceAsOf) = (row.origin.basis, row.origin.source, row.origin.asOf)
  }
}

extension NodeCommitment.Term {
  fileprivate var priceClass: PriceBook.PriceClass { self == .oneYear ? .committed1Y : .committed3Y }
}

/// A price of a table, counted in the currency of the study.
struct ListedPrice {
  let dollarsPerHour: Double
  let origin: PriceOrigin
}
