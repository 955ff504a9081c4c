import ArgumentParser
import Dispatch
import Foundation
import ModelFiles
import Synchronization

/// Runs work that an interrupt from the keyboard cancels; nothing half-done is left behind. A second interrupt ends the
/// program at once.
///
/// An interrupt is heard before the work begins, and one that comes between the two is not lost.
func interruptible<Result: Sendable>(_ work: @escaping @Sendable () async throws -> Result) async throws -> Result {
  let interrupt = Interrupt.heard
  let task = Task { try await work() }
  interrupt.cancels { task.cancel() }
  defer { interrupt.cancels(nil) }
  do {
    return try await task.value
  } catch is CancellationError {
    Terminal.printError(Unfinished.afterInterrupt)
    throw ExitCode.interrupted
  } catch let problems as Diagnostics {
    // A value that is fine in the middle of its band can contradict another one at its end.
    Terminal.printError("error: with uncertain inputs away from their middle the plan contradicts itself:")
    Terminal.printError(problems.description)
    throw ExitCode.badModel
  }
}

/// Hears interrupts from now on: where nothing is running that could be cancelled, one ends the command with its exit
/// code, and takes away what was not finished.
func hearInterrupts() { _ = Interrupt.heard }

/// The two ends of the pipe through which the signal's handler, which may do next to nothing, tells a thread of it.
private let wire: (out: Int32, in: Int32) = {
  var ends: [Int32] = [-1, -1]
  precondition(pipe(&ends) == 0, "the system has no pipe left")
  return (ends[0], ends[1])
}()

/// An interrupt and what it cancels, whichever comes first.
private final class Interrupt: Sendable {
  /// The one of this run, heard from its first use on.
  static let heard = {
    let interrupt = Interrupt()
    interrupt.listen()
    return interrupt
  }()

  private struct State {
    var hasArrived = false
    var cancel: (@Sendable () -> Void)?
  }
  private let state = Mutex(State())

  /// Begins to hear interrupts, on a thread of its own: the pools that compute may be busy with nothing but the work,
  /// and the program that started this one may have had the signal blocked in every thread it hands down.
  private func listen() {
    _ = wire
    signal(SIGINT) { _ in
      var byte: UInt8 = 1
      _ = write(wire.in, &byte, 1)
      signal(SIGINT, SIG_DFL)
    }
    let isHeard = DispatchSemaphore(value: 0)
    Thread.detachNewThread { [self] in
      var interrupts = sigset_t()
      sigemptyset(&interrupts)
      sigaddset(&interrupts, SIGINT)
      pthread_sigmask(SIG_UNBLOCK, &interrupts, nil)
      isHeard.signal()
      var byte: UInt8 = 0
      while read(wire.out, &byte, 1) != 1 {}
      arrive()
    }
    isHeard.wait()
  }

  private func arrive() {
    let isCancelled = state.withLock { state in
      state.hasArrived = true
      state.cancel?()
      return state.cancel != nil
    }
    guard !isCancelled else { return }
    Unfinished.clear()
    Terminal.printError(Unfinished.afterInterrupt)
    exit(ExitCode.interrupted.rawValue)
  }

  /// What an interrupt cancels from now on; nil where it ends the command.
  func cancels(_ cancel: (@Sendable () -> Void)?) {
    state.withLock { state in
      state.cancel = cancel
      if state.hasArrived { cancel?() }
    }
  }
}
