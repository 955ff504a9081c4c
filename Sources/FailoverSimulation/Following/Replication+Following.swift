import Control
import EventKernel

/// Following the nominal course between failures instead of stepping through it.
///
/// A replication leaves it at the last mark before a clock that touches the course, steps on from there, and meets it
/// again at the first mark at which their courses are equal and what is still down touches nothing.
extension Replication {
  /// Runs to the horizon like `run()`, with the same bits, and follows the nominal courses where it can.
  public mutating func run(along courses: inout NominalCourses) -> Outcome {
    var earliest = 0
    var goesOn = true
    while goesOn {
      let agenda = agenda()
      if isCalm, let mark = meetingMark(before: agenda.next, notBefore: earliest, &courses) {
        let nominal = courses.course(home: course.home)
        cut(at: nominal.time(of: mark))
        let left = follow(nominal, from: mark)
        courses.record.followedSeconds += (nominal.spacing * Int64(left - mark)).seconds
        if nominal.time(of: left) < plan.horizon { courses.record.episodes += 1 }
        earliest = left + 1
      } else {
        goesOn = advance(agenda)
      }
    }
    courses.record.simulatedSeconds += plan.horizon.seconds
    return outcome()
  }

  /// The mark, before the next event, at which the replication is on its nominal course; nil where it is not.
  func meetingMark(
    before next: SimTime, notBefore earliest: Int, _ courses: inout NominalCourses
  ) -> Int? {
    // A standby that follows demand is looked at all the time, and a nominal course lets standbys be.
    guard !plan.standbyFollows, estate.touchesNothing(plan) else { return nil }
    let nominal = courses.course(home: course.home)
    let mark = max(earliest, nominal.mark(atOrAfter: now))
    guard mark < nominal.marks.count, nominal.time(of: mark) < next,
      nominal.mayFollow(interval: mark, limits: limits(home: nominal.home)), isOn(nominal, at: mark)
    else { return nil }
    return mark
  }

  /// Whether the course is the nominal one at a mark until which nothing happens. Sites that do not serve are let be:
  /// nobody looks at them until something fails.
  private func isOn(_ nominal: NominalCourse, at index: Int) -> Bool {
    let mark = nominal.marks[index]
    guard course.fleets.batches == mark.batches, course.fleets.drains == mark.drains else { return false }
    for site in plan.sites.indices where nominal.home[site] > 0 {
      guard course.fleets[site] == mark.fleets[site] else { return false }
    }
    for site in course.scalers.due.indices where nominal.home[site] > 0 {
      guard course.scalers.due[site] == mark.evaluations[site],
        course.scalers.sites[site].canonical(plan.scaler[site], at: nominal.time(of: index)) == mark.scalers[site]
      else { return false }
    }
    return isSettled(nominal)
  }

  /// Whether everything that does not evolve while nothing strikes is as it was at the start.
  private func isSettled(_ nominal: NominalCourse) -> Bool {
    let start = nominal.start
    return course.procedures.areSettled(as: start.procedures, at: now)
      && course.orbit == start.orbit && course.caches == start.caches && course.guards.modes == start.guards.modes
      && course.detectors.areSettled(as: start.detectors)
      && ledger.isClear
  }

  /// The lowest slot that is down of each site that serves, beyond all slots where none is; nil where nothing is down.
  private func limits(home: ContiguousArray<Int32>) -> ContiguousArray<Int32>? {
    guard estate.nodesDown > 0 || estate.hasZoneDown else { return nil }
    var limits = ContiguousArray<Int32>(repeating: .max, count: plan.sites.count)
    for site in plan.sites.indices where home[site] > 0 { limits[site] = estate.lowestDownSlot(site, plan) }
    return limits
  }

  /// Brings the limits up to date after a clock has struck a slot or mended it: only its site's can have changed, and only
  /// from that slot on.
  private func update(_ limits: inout ContiguousArray<Int32>?, home: ContiguousArray<Int32>, after clock: Int) {
    guard limits != nil, estate.nodesDown > 0 || estate.hasZoneDown else {
      limits = self.limits(home: home)
      return
    }
    let site = Int(plan.clocks[clock].site)
    let slot = slot(of: clock, plan.modes[Int(plan.clocks[clock].mode)])
    guard home[site] > 0, slot <= limits![site] else { return }
    limits![site] = estate.lowestDownSlot(site, plan, from: slot)
  }

  /// Goes along the nominal course from a mark to the one before which it must be left, and stands there as if it had
  /// stepped.
  ///
  /// - Returns: That mark.
  mutating func follow(_ nominal: NominalCourse, from first: Int) -> Int {
    var mark = first
    var limits = limits(home: nominal.home)
    // The end of a year is stepped across, for a mark need not lie there.
    let end = min(plan.horizon, nextYearEnd)
    let last = nominal.mark(atOrBefore: end)
    while true {
      let clock = clocks.earliest
      // At one instant a clock strikes before anything planned happens, and a mark lies behind both.
      let wanted = min(last, nominal.mark(before: clock?.time ?? .never))
      let target = nominal.reach(from: mark, atMost: wanted, limits: limits)
      pass(nominal, from: mark, to: target)
      mark = target
      guard target == wanted, let clock, clock.time < end,
        nominal.mayFollow(interval: mark, limits: limits), touchesNothing(clock.slot, nominal, interval: mark)
      else { break }
      now = clock.time
      step = world.index(at: now)
      let site = Int(plan.clocks[clock.slot].site)
      // Whether a slot is in rotation is asked of the fleet.
      if nominal.home[site] > 0 { course.fleets.stand(nominal.marks[mark].fleets[site], at: site) }
      fire(clock.slot)
      update(&limits, home: nominal.home, after: clock.slot)
    }
    leave(nominal, at: mark)
    return mark
  }

  /// Books what has passed between two marks.
  private mutating func pass(_ nominal: NominalCourse, from a: Int, to b: Int) {
    guard b > a else { return }
    if cuts.next <= nominal.time(of: b) { noteBilled(nominal, from: a, to: b) }
    meters.add(nominal, from: a, to: b)
    let span = Int128(nominal.spacing.nanoseconds) * Int128(b - a)
    for site in plan.sites.indices where nominal.home[site] == 0 {
      bookNodes(at: site, span)
    }
  }

  /// Whether what a clock does at its next instant changes nothing but the estate: something small fails, or is mended,
  /// where no request goes.
  private func touchesNothing(_ clock: Int, _ nominal: NominalCourse, interval: Int) -> Bool {
    let struck = plan.clocks[clock]
    let mode = plan.modes[Int(struck.mode)]
    guard mode.movesNodesAlone else { return false }
    let site = Int(struck.site)
    return nominal.home[site] == 0
      || nominal.isUnused(slot: slot(of: clock, mode), site: site, interval: interval)
  }

  /// Stands at a mark of the nominal course.
  private mutating func leave(_ nominal: NominalCourse, at index: Int) {
    let mark = nominal.marks[index]
    now = nominal.time(of: index)
    step = world.index(at: now)
    course.fleets.stand(mark.batches, mark.drains)
    for site in plan.sites.indices where nominal.home[site] > 0 {
      course.fleets.stand(mark.fleets[site], at: site)
      estate.recount(site: site, size: mark.fleets[site].size, plan: plan)
    }
    for site in course.scalers.due.indices {
      if nominal.home[site] > 0 {
        course.scalers.stand(mark.scalers[site], due: mark.evaluations[site], at: site)
      } else if course.scalers.due[site] <= now {
        // It has been looked at, and has forgotten what it saw when it last served.
        course.scalers.stand(plan.freshScalers[site], due: .never, at: site)
      }
    }
    settle()
    updateQuietDemand()
  }
}

extension Estate {
  /// Whether nothing larger than a node is wrong, and nothing is worse than it should be.
  func touchesNothing(_ plan: Plan) -> Bool {
    guard impairing == 0, edgeLost == 0 else { return false }
    // What has rotted shows at the next failover.
    return active.allSatisfy { plan.modes[Int(plan.clocks[Int($0.clock)].mode)].scope == .procedure }
  }

  var hasZoneDown: Bool { zoneDown.contains { $0 != 0 } }

  /// The lowest slot of a site, from `first` on, in which anything is down; beyond all slots where nothing is.
  func lowestDownSlot(_ site: Int, _ plan: Plan, from first: Int32 = 0) -> Int32 {
    let slots = max(first, plan.sites[site].maximumNodes)
    for slot in first..<slots where units(slot: slot, site: site, plan: plan) < plan.sites[site].units { return slot }
    return .max
  }
}
