import Foundation
import Synchronization

/// Progress on stderr with the time left: one line that is rewritten on a terminal, a plain line every ten seconds
/// elsewhere.
final class ProgressLine: Sendable {
  private struct State {
    var lastShown: Date
    var estimate = ProgressEstimate()
    var isLineOpen = false
  }
  private let began = Date()
  private let isTerminal = isatty(STDERR_FILENO) == 1
  private let isQuiet: Bool
  private let state: Mutex<State>

  init(isQuiet: Bool) {
    self.isQuiet = isQuiet
    state = Mutex(State(lastShown: Date()))
  }

  /// Says what begins: what it takes to run it again.
  func begin(_ text: String) {
    guard !isQuiet else { return }
    write(text + "\n")
  }

  /// Shows how far the work is; `done` of `total` units of equal size.
  func show(done: Int, total: Int) {
    guard !isQuiet, total > 0 else { return }
    state.withLock { state in
      let now = Date()
      guard now.timeIntervalSince(state.lastShown) >= (isTerminal ? 0.2 : 10) else { return }
      state.lastShown = now
      state.estimate.update(done: done, total: total, elapsed: now.timeIntervalSince(began))
      let text = state.estimate.text
      write(isTerminal ? "\r\u{1B}[K\(text)" : text + "\n")
      state.isLineOpen = isTerminal
    }
  }

  /// Clears the line.
  func finish() {
    state.withLock { state in
      if state.isLineOpen { write("\r\u{1B}[K") }
      state.isLineOpen = false
    }
  }

  private func write(_ text: String) { try? FileHandle.standardError.write(contentsOf: Data(text.utf8)) }
}
