import EventKernel
import FailoverSimulation
import ServiceModel

/// The outages of a timeline, phase by phase.
extension TimelineReport {
  func cause(of outage: Outage) -> String { service.cause(at: outage.cause).name }

  func outageLines(width: Int) -> [String] {
    guard !timeline.outages.isEmpty || timeline.openSince != nil else { return [] }
    var table = TextTable()
    table.append(["OUTAGE", "fault", "users notice", "alarm", "decided", "opened", "over", "ended by", "requests lost"])
    for outage in timeline.outages {
      func after(_ time: SimTime) -> String {
        time == .never ? "-" : "+\(Wording.duration((time - outage.faultAt).seconds))"
      }
      table.append([
        cause(of: outage), clock(outage.faultAt), after(outage.start), after(outage.alarmAt), after(outage.decidedAt),
        after(outage.openedAt), after(outage.end), outage.endedBy.rawValue, Wording.whole(outage.requestsLost),
      ])
    }
    let open = timeline.openSince.map { ["An outage that began \(clock($0)) goes on at the last line."] } ?? []
    return [""] + table.lines(width: width) + open
  }
}
