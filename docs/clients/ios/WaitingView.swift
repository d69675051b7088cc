// The screen on which a new device waits for another one, where a function of yours was refused as
// `session_unconfirmed`. That ends nothing, and the screen goes away by itself.
import FirebaseFunctions
import SwiftUI

extension Notification.Name {
  /// Another device has answered: posted by the app delegate at the push `login_answered`.
  static let loginAnswered = Notification.Name("loginAnswered")
}

/// What the refusal says; nil where the call was refused for something else.
struct Unconfirmed {
  let until: Date
  let confirmBy: [String]

  init?(_ error: Error) {
    let details = (error as NSError).userInfo[FunctionsErrorDetailsKey] as? [String: Any] ?? [:]
    guard details["reason"] as? String == "session_unconfirmed" else { return nil }
    until = Date(timeIntervalSinceNow: details["retryAfterSeconds"] as? Double ?? 0)
    confirmBy = details["confirmBy"] as? [String] ?? []
  }
}

struct WaitingView: View {
  let sessions: DeviceSessions
  let refused: Unconfirmed
  /// Repeats the call. An end is told by `onEnded`, as always.
  let onConfirmed: () -> Void
  @Environment(\.scenePhase) private var phase

  private var hasOther: Bool { refused.confirmBy.contains("other_device") }

  var body: some View {
    VStack(spacing: 12) {
      if hasOther {
        Text("Waiting for your other device").font(.title2)
        Text("Answer “Yes, it was me” on a device that you have used before.")
        Text("This screen goes away by itself when the answer comes.")
        Text("Otherwise wait until \(refused.until.formatted()).")
      } else {
        Text("This device signed in recently. Wait until \(refused.until.formatted()).")
      }
      Button("Sign out", role: .destructive) { Task { try? await sessions.signOut() } }
    }
    .multilineTextAlignment(.center)
    .padding()
    // Begins anew whenever the app is opened again; asks nothing while it is out of sight.
    .task(id: phase) { if phase == .active { await ask() } }
    .onReceive(NotificationCenter.default.publisher(for: .loginAnswered)) { _ in
      Task { if await isConfirmed() { onConfirmed() } }
    }
  }

  private func ask() async {
    var seconds: UInt64 = 5
    while !Task.isCancelled {
      if await isConfirmed() { return onConfirmed() }
      try? await Task.sleep(nanoseconds: seconds * 1_000_000_000)
      seconds = min(2 * seconds, 60)
    }
  }

  /// What got lost says nothing.
  private func isConfirmed() async -> Bool {
    let shown = (try? await sessions.list()) ?? []
    let own = shown.first { $0["isCurrentDevice"] as? Bool == true }
    return own?["confirmed"] as? Bool == true
  }
}
