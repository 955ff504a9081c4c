import ArgumentParser
import Dispatch
import Foundation
import ModelFiles

/// Runs work that an interrupt from the keyboard cancels; nothing half-done is left behind.
func interruptible<Result: Sendable>(_ work: @escaping @Sendable () async throws -> Result) async throws -> Result {
  // First, so that an interrupt between the two is not taken for the end of the process.
  signal(SIGINT, SIG_IGN)
  let task = Task { try await work() }
  let source = DispatchSource.makeSignalSource(signal: SIGINT, queue: .global())
  source.setEventHandler { task.cancel() }
  source.resume()
  defer { source.cancel() }
  do {
    return try await task.value
  } catch is CancellationError {
    Terminal.printError("interrupted: nothing was written")
    throw ExitCode.interrupted
  } catch let problems as Diagnostics {
    // A value that is fine in the middle of its band can contradict another one at its end.
    Terminal.printError(problems.description)
    throw ExitCode.badModel
  }
}
