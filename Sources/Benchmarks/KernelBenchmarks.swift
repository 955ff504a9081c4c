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
    measureHold(size: size)
  }
}

/// The queue at a steady size; both sides first run twice the size to leave the profile they were filled with.
private func measureHold(size: Int) {
  let holds = 1_000_000
  let comparison = Comparison(name: "kernel.hold.\(size)", against: "c++ loop", events: holds, repeats: 9)
  guard isWanted(comparison.name) else { return }
  let theirs = CxxHoldLoop(size: size, seed: 42)
  var ours = Hold(size: size, seed: 42)
  _ = (ours.run(2 * size), theirs.run(2 * size))
  comparison.measure {
    ours.run(holds)
  } _: {
    theirs.run(holds)
  }
}
