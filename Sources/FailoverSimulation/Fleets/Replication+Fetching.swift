import EventKernel

/// Copies and fetches that go over the links between sites.
extension Replication {
  // MARK: Changes

  /// For how long changes had not reached another site when a site was lost, in seconds, beyond the lag of each: they wait
  /// where the link is full, where it is cut, and behind others. Nil where no link could be full.
  ///
  /// What the site has answered until then is its own share of the demand of each moment.
  ///
  /// - Parameter target: Below 0 for sites that serve already.
  func unsent(_ site: Int, to target: Int, at fault: SimTime) -> Double? {
    guard target >= 0 else {
      // Its users are spread over the sites that serve already: the last of the copies counts.
      return plan.sites.indices.compactMap {
        survives($0, insteadOf: site, as: target) ? unsent(site, to: $0, at: fault) : nil
      }.max()
    }
    guard plan.links.canBeFull(from: site, to: target) else { return nil }
    let full = plan.links.fullRate(from: site, to: target, share: course.home[site])
    let backlog = world.backlog(at: fault, above: full, closed: estate.lastCut(site, from: target, by: fault))
    return world.age(of: backlog, at: fault).seconds
  }

  // MARK: Images and weights

  /// Brings the nodes of a site that climb on to now, and says when those that fetch have done.
  ///
  /// - Returns: How many are ready for rotation.
  mutating func climb(at site: Int) -> Int32 {
    guard !plan.links.fetches.isEmpty, let path = plan.links.fetches[site] else {
      return course.fleets.climb(at: site, now)
    }
    let ready = course.fleets.climb(at: site, now, gaining: gained(at: site, path))
    setEndsOfFetches(at: site, path)
    return ready
  }

  /// Fetches go on at another pace where their source is lost or found, its link is cut or mended, or its traffic moves.
  mutating func repaceFetches() {
    for site in plan.sites.indices {
      guard let path = plan.links.fetches[site], let before = course.fleets.fetchInForce(at: site),
        before.pace != pace(of: path, at: site)
      else { continue }
      course.fleets.fetch(at: site, now, gaining: gained(at: site, path))
      setEndsOfFetches(at: site, path)
    }
  }

  private func pace(of path: FetchPath, at site: Int) -> FetchPace {
    let isCut = !estate.cut.isEmpty && estate.cut[path.source * plan.sites.count + site] > 0
    return FetchPace(
      isOpen: estate.lost[path.source] == 0 && !isCut,
      fullRate: plan.links.fullRate(from: path.source, to: site, share: flow.shares[path.source]))
  }

  /// How much the site has fetched since that was looked at last, as the time that it takes where nothing else is sent.
  private func gained(at site: Int, _ path: FetchPath) -> Span {
    guard let before = course.fleets.fetchInForce(at: site), before.pace.isOpen else { return .zero }
    var free = DemandWorld.Free(
      world, before.pace, from: before.since, closed: estate.lastCut(path.source, from: site, by: before.since))
    var sum = 0.0
    while free.now < now {
      let (start, share) = free.next(until: now)
      sum += Double((free.now - start).nanoseconds) * path.speed(free: share)
    }
    return Span(nanoseconds: Int64(sum.rounded()))
  }

  private mutating func setEndsOfFetches(at site: Int, _ path: FetchPath) {
    let pace = pace(of: path, at: site)
    let closed = estate.lastCut(path.source, from: site, by: now)
    for (index, left) in course.fleets.fetchesLeft(at: site) {
      course.fleets.fetch(index, at: pace, until: pace.isOpen ? end(of: left, path, pace, closed: closed) : .never)
    }
  }

  /// When so much has been fetched; never where it is not within the demand that is known.
  private func end(of left: Span, _ path: FetchPath, _ pace: FetchPace, closed: Range<SimTime>?) -> SimTime {
    var free = DemandWorld.Free(world, pace, from: now, closed: closed)
    var rest = Double(left.nanoseconds)
    guard rest > 0 else { return now }
    while free.now < world.end {
      let (start, share) = free.next(until: world.end)
      let speed = path.speed(free: share)
      let gain = Double((free.now - start).nanoseconds) * speed
      if gain >= rest { return start + Span(nanoseconds: Int64((rest / speed).rounded(.up))) }
      rest -= gain
    }
    return .never
  }
}
