import ArgumentParser
import Dispatch
import Foundation
import ModelFiles
import Synchronization

/// Runs work that an interrupt from the keyboard cancels; nothing half-done is left behind.
///
/// An interrupt is heard before the work begins, and one that comes between the two is not lost.
func interruptible<Result: Sendable>(_ work: @escaping @Sendable () async throws -> Result) async throws -> Result {
  let interrupt = Interrupt()
  signal(SIGINT, SIG_IGN)
  let source = DispatchSource.makeSignalSource(signal: SIGINT, queue: .global())
  source.setEventHandler { interrupt.arrive() }
  // The system takes note of the source some time after it was started.
  await withCheckedContinuation { isHeard in
    source.setRegistrationHandler { isHeard.resume() }
    source.resume()
  }
  defer { source.cancel() }
  let task = Task { try await work() }
  interrupt.cancels { task.cancel() }
  do {
    return try await task.value
  } catch is CancellationError {
    Terminal.printError("interrupted: nothing was written")
    throw ExitCode.interrupted
  } catch let problems as Diagnostics {
    // A value that is fine in the middle of its band can contradict another one at its end.
    Terminal.printError("error: with uncertain inputs away from their middle the plan contradicts itself:")
    Terminal.printError(problems.description)
    throw ExitCode.badModel
  }
}

/// An interrupt and what it cancels, whichever comes first.
private final class Interrupt: Sendable {
  private struct State {
    var hasArrived = false
    var cancel: (@Sendable () -> Void)?
  }
  private let state = Mutex(State())

  func arrive() {
    state.withLock { state in
      state.hasArrived = true
      state.cancel?()
    }
  }

  func cancels(_ cancel: @escaping @Sendable () -> Void) {
    state.withLock { state in
      state.cancel = cancel
      if state.hasArrived { cancel() }
    }
  }
}
