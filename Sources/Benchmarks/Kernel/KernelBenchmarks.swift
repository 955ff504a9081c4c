import CxxLoops
import EventKernel

/// The event kernel beside the hand-written C++ loop: same generator, same seeds, same run.
func measureKernel() {
  let customers = 1_000_000
  Comparison(name: "kernel.mm1", against: "c++ loop", events: 2 * customers, repeats: 15).measure {
    var queue = SingleServerQueue(customers: customers, arrivalSeed: 1, serviceSeed: 2)
    return queue.meanResponse()
  } _: {
    cxx_mm1_mean_response(Int64(customers), 1, 2)
  }
  for size in [100, 10_000, 1_000_000] {
    measureHold("kernel.hold.\(size)", size: size, Hold(size: size, seed: 42)) { $0.run($1) }
    measureHold("kernel.clocks.\(size)", size: size, ClockHold(size: size, seed: 42)) { $0.run($1) }
  }
  for size in [34, 1024] { measureSnapshot(size: size) }
}

/// The queue at a steady size; both sides first run twice the size to leave the profile they were filled with.
private func measureHold<Model>(
  _ name: String, size: Int, _ model: @autoclosure () -> Model, run: (inout Model, Int) -> Double
) {
  guard isWanted(name) else { return }
  let holds = 1_000_000
  let theirs = CxxHoldLoop(size: size, seed: 42)
  var ours = model()
  _ = (run(&ours, 2 * size), theirs.run(2 * size))
  Comparison(name: name, against: "c++ loop", events: holds, repeats: 9).measure {
    run(&ours, holds)
  } _: {
    theirs.run(holds)
  }
}

/// A snapshot of the clocks: a copy and its first write, which is when arrays are copied.
private func measureSnapshot(size: Int) {
  let name = "kernel.snapshot.\(size)"
  guard isWanted(name) else { return }
  let clocks = ClockHeap(ContiguousArray((0..<size).map { SimTime(seconds: Double($0 * 7919 % size)) }))
  let snapshots = 100_000
  let times = (0..<9).map { _ in
    seconds {
      for turn in 0..<snapshots {
        var copy = clocks
        copy.set(turn % size, to: SimTime(nanoseconds: Int64(turn + 1)))
        precondition(copy.earliest?.time != .zero || turn % size != 0, "the snapshot did not change")
      }
    }
  }
  report(name, value: median(times) / Double(snapshots) * 1e9, unit: "ns")
}
