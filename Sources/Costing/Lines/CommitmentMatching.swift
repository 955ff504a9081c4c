import ServiceModel

/// A promise to pay for so many nodes in every hour of a term, whether they run or not.
///
/// A commitment is a price and no node: what it does not find running it pays for all the same. A reservation is a node
/// and no price: see `NeedLayer.runs`.
public struct Commitment: Equatable, Sendable {
  /// Its name in `costs.csv`: `cm-dr-h100-1y-01`.
  public var id: String
  /// `.committed1Y` or `.committed3Y`.
  public var priceClass: PriceClass
  /// Nodes promised, 0 or more.
  public var nodes: Int
  /// Dollars for a node-hour, the whole purchase spread over the hours of the term.
  public var price: UnitPrice

  public init(id: String, priceClass: PriceClass, nodes: Int, price: UnitPrice) {
    precondition(nodes >= 0, "a commitment to \(nodes) nodes")
    self.id = id
    self.priceClass = priceClass
    self.nodes = nodes
    self.price = price
  }
}

/// Where nodes come from that no commitment pays for: on demand, spot.
public struct OverflowSource: Equatable, Sendable {
  public var priceClass: PriceClass
  /// Dollars for a node-hour.
  public var price: UnitPrice
  /// The most nodes that can be had at once; nil without a limit.
  public var limit: Int?

  public init(priceClass: PriceClass = .onDemand, price: UnitPrice, limit: Int? = nil) {
    self.priceClass = priceClass
    self.price = price
    self.limit = limit
  }
}

/// Nodes that are needed for one reason. Layers are drawn from the first to the last.
public struct NeedLayer: Equatable, Sendable {
  public var role: CostRole
  /// Whether the nodes run. Those that do not are held by a capacity reservation, and billed while idle.
  public var runs: Bool

  public init(role: CostRole, runs: Bool = true) {
    self.role = role
    self.runs = runs
  }
}

/// What is needed in an hour, or in several hours that are alike.
public struct NeedHour: Equatable, Sendable {
  /// Nodes by layer.
  public var nodes: [Int]
  /// How many such hours there are: 365.25 for an hour of the day in a year of 8766 h.
  public var hours: Quantity

  public init(nodes: [Int], hours: Quantity = Quantity(1)) {
    precondition(nodes.allSatisfy { $0 >= 0 }, "a need below zero: \(nodes)")
    self.nodes = nodes
    self.hours = hours
  }
}

/// Node-hours of one layer that one price pays for.
public struct MatchedHours: Equatable, Sendable {
  /// Nil where nothing draws the commitment.
  public var layer: NeedLayer?
  public var priceClass: PriceClass
  public var commitmentID: String?
  /// Whether the layer draws the commitment; nil where there is none.
  public var commitmentStatus: DrawStatus?
  public var nodeHours: Quantity
  public var price: UnitPrice

  /// Exact.
  public var cost: Money { price * nodeHours }
  /// `unused` where a reservation holds nodes that do not run; nil otherwise.
  public var reservationStatus: DrawStatus? { layer.map { $0.runs ? nil : .unused } ?? nil }
}

/// Commitments laid over a need **hour by hour**: in each hour what is committed pays for what is needed in that hour,
/// the rest of the need overflows to other prices, and the rest of the commitment is lost. Nothing that is unused in
/// one hour is carried to another, so `used` is the sum over hours of min(need, held), never the min of the sums.
///
/// All amounts are exact, and `used + unused = held` and `used + overflow + short = need` hold for every hour by itself.
public struct CommitmentMatching: Equatable, Sendable {
  /// By layer, in each by commitment and then by source; last, the commitments that nothing draws. Rows without hours
  /// are left out.
  public let rows: [MatchedHours]
  /// Node-hours that no commitment covers and no source can give.
  public let short: Quantity

  /// - Parameters:
  ///   - layers: Why nodes are needed. Commitments and sources go to the first layer first: put running nodes before
  ///     reserved ones, which a discount reaches only where nothing running draws it.
  ///   - need: Hours with the nodes of each layer; every hour has as many layers as `layers`.
  ///   - commitments: Drawn in order, so the first is the best used.
  ///   - overflow: Drawn in order, each up to its limit.
  public init(layers: [NeedLayer], need: [NeedHour], commitments: [Commitment], overflow: [OverflowSource]) {
    precondition(need.allSatisfy { $0.nodes.count == layers.count }, "an hour with other layers than \(layers.count)")
    let supplies = HeldSlice.stacked(commitments.map(\.nodes) + overflow.map { $0.limit ?? .max })
    var drawn = [[Quantity]](repeating: [Quantity](repeating: .zero, count: supplies.count), count: layers.count)
    var left = [Quantity](repeating: .zero, count: commitments.count)
    var short = Quantity.zero
    for hour in need {
      var above = 0
      for (layer, wanted) in hour.nodes.enumerated() {
        var met = 0
        for (supply, slice) in supplies.enumerated() {
          let taken = slice.drawn(by: wanted, above: above)
          drawn[layer][supply] += hour.hours * taken
          met += taken
        }
        short += hour.hours * (wanted - met)
        above += wanted
      }
      for commitment in commitments.indices {
        left[commitment] += hour.hours * (supplies[commitment].nodes - supplies[commitment].drawn(by: above))
      }
    }
    self.short = short
    var rows: [MatchedHours] = []
    for (layer, hours) in zip(layers, drawn) {
      for (commitment, nodeHours) in zip(commitments, hours) where nodeHours > .zero {
        rows.append(commitment.row(layer, .used, nodeHours))
      }
      for (source, nodeHours) in zip(overflow, hours.dropFirst(commitments.count)) where nodeHours > .zero {
        rows.append(
          MatchedHours(layer: layer, priceClass: source.priceClass, nodeHours: nodeHours, price: source.price))
      }
    }
    for (commitment, nodeHours) in zip(commitments, left) where nodeHours > .zero {
      rows.append(commitment.row(nil, .unused, nodeHours))
    }
    self.rows = rows
  }

  /// One layer of running nodes: a need by hour against one commitment, with the rest from one source.
  ///
  /// - Parameters:
  ///   - need: Nodes in each hour.
  ///   - hours: How many hours each of them stands for.
  public init(
    need: [Int], hours: Quantity = Quantity(1), commitment: Commitment, overflow: OverflowSource
  ) {
    self.init(
      layers: [NeedLayer(role: .serving)], need: need.map { NeedHour(nodes: [$0], hours: hours) },
      commitments: [commitment], overflow: [overflow])
  }
}

extension CommitmentMatching {
  /// Committed node-hours that something draws.
  public var used: Quantity { nodeHours { $0.commitmentStatus == .used } }
  /// Committed node-hours that nothing draws.
  public var unused: Quantity { nodeHours { $0.commitmentStatus == .unused } }
  /// Node-hours from elsewhere.
  public var overflow: Quantity { nodeHours { $0.commitmentStatus == nil } }
  /// Node-hours that commitments pay for.
  public var held: Quantity { used + unused }

  /// What everything costs, amortised and exact; nothing is charged for what is short.
  public var cost: Money { rows.reduce(.zero) { $0 + $1.cost } }
  /// What the commitments cost over these hours, used or not.
  public var committedCost: Money { rows.reduce(.zero) { $1.commitmentStatus == nil ? $0 : $0 + $1.cost } }

  /// Share of the committed node-hours that is drawn; nil where nothing is committed.
  public var utilization: Double? { held > .zero ? used.units / held.units : nil }
  /// Share of the need that commitments cover; nil where nothing is needed.
  public var coverage: Double? {
    let need = used + overflow + short
    return need > .zero ? used.units / need.units : nil
  }

  private func nodeHours(where condition: (MatchedHours) -> Bool) -> Quantity {
    rows.reduce(.zero) { condition($1) ? $0 + $1.nodeHours : $0 }
  }
}

extension Commitment {
  fileprivate func row(_ layer: NeedLayer?, _ status: DrawStatus, _ nodeHours: Quantity) -> MatchedHours {
    MatchedHours(
      layer: layer, priceClass: priceClass, commitmentID: id, commitmentStatus: status, nodeHours: nodeHours,
      price: price)
  }
}
