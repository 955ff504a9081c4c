import EventKernel
import Foundation
import Stochastics

/// Procedures that rot: nobody notices until a drill or a failover looks.
extension Replication {
  /// When somebody who looks finds what has just failed unseen; nil: nobody does.
  func firstLook(_ clock: Int, _ mode: ModePlan) -> SimTime? {
    let last = (plan.horizon + Replication.foresight).seconds
    var earliest: Double?
    for (index, dates) in mode.found.enumerated() {
      var number = dates.number(atOrAfter: now.seconds)
      while let date = dates.date(number), date <= min(last, earliest ?? .infinity) {
        let coin = uniform(clock, .occasion, UInt32(index) << 24 | UInt32(number))
        if coin < dates.chance {
          earliest = date
          break
        }
        number += 1
      }
    }
    return earliest.map { SimTime(seconds: $0) }
  }

  /// When a procedure has first rotted, counted from the start, or zero where it has been rotten since before.
  ///
  /// In equilibrium somebody has looked before the year began: the last of the drills that would have found it, which are
  /// held for ever at their distance, of the evacuations, which are too, and of the failovers to the site, which come at the
  /// rate of what calls for them. Since then it has had a life like any other. Drawn are one age for the failovers and one for
  /// each calendar of drills and evacuations.
  func firstRot(_ clock: Int, _ mode: ModePlan, life: Double) -> Double {
    guard mode.startsInEquilibrium else { return life }
    func u(_ part: UInt32) -> Double { uniform(clock, .age, part) }
    let rate = plan.failoverRates[Int(plan.clocks[clock].site)]
    var age = rate > 0 ? -log(u(0)) / rate : .infinity
    let evacuations = plan.evacuationLooks[Int(plan.clocks[clock].site)]
    for (index, drills) in (mode.found + evacuations).enumerated() {
      if let last = drills.lastBeforeStart(at: u(1 + UInt32(index))) { age = min(age, last) }
    }
    return max(0, life - age)
  }

  /// Chance that a procedure to this site works, after what has rotted in it.
  func chanceThatProcedureWorks(at site: Int) -> Double {
    var chance = plan.service.execution.works
    for failure in estate.active where Int(plan.clocks[Int(failure.clock)].site) == site {
      if let rots = plan.modes[Int(plan.clocks[Int(failure.clock)].mode)].rots { chance *= 1 - rots }
    }
    return chance
  }

  /// A failover to this site has shown what had rotted: it is mended from now on.
  mutating func discoverRot(at site: Int) {
    for failure in estate.active where Int(plan.clocks[Int(failure.clock)].site) == site {
      let clock = Int(failure.clock)
      let mode = plan.modes[Int(plan.clocks[clock].mode)]
      guard mode.rots != nil else { continue }
      let u = uniform(clock, .repair, estate.components[clock].ordinal)
      clocks.set(clock, to: min(clocks.time(of: clock), now + Span(seconds: mode.lasts.sample(at: u))))
    }
  }
}
