// The screen "Active sessions": this device first, then unconfirmed ones, as the server orders them.
import SwiftUI

struct DeviceSession: Identifiable {
  let id: String
  let deviceName: String
  let platform: String?
  let location: String?
  /// What was unusual about its login.
  let signals: [String]
  let lastActiveAt: Date
  let confirmed: Bool
  let isCurrentDevice: Bool

  init?(_ session: [String: Any]) {
    let format = ISO8601DateFormatter()
    format.formatOptions = [.withInternetDateTime, .withFractionalSeconds]
    guard let id = session["sessionId"] as? String,
      let deviceName = session["deviceName"] as? String,
      let lastActiveAt = format.date(from: session["lastActiveAt"] as? String ?? "")
    else { return nil }
    self.id = id
    self.deviceName = deviceName
    self.lastActiveAt = lastActiveAt
    platform = session["platform"] as? String
    location = session["location"] as? String
    signals = session["signals"] as? [String] ?? []
    confirmed = session["confirmed"] as? Bool ?? false
    isCurrentDevice = session["isCurrentDevice"] as? Bool ?? false
  }
}

struct ActiveSessionsView: View {
  let sessions: DeviceSessions
  @State private var shown: [DeviceSession] = []
  @State private var closing: DeviceSession?
  @State private var refusal: String?

  private var isConfirmedHere: Bool { shown.contains { $0.isCurrentDevice && $0.confirmed } }
  private var others: Int { shown.filter { !$0.isCurrentDevice }.count }

  var body: some View {
    List {
      if let refusal { Text(refusal).foregroundStyle(.red) }
      ForEach(shown) { session in row(session) }
      if others > 1 {
        Button("Sign out from all other sessions (\(others))", role: .destructive) {
          act { try await sessions.revokeOthers() }
        }
      }
    }
    .navigationTitle("Active sessions")
    .task { await load() }
    .refreshable { await load() }
    .confirmationDialog(
      "Sign out \(closing?.deviceName ?? "")?",
      isPresented: Binding(get: { closing != nil }, set: { if !$0 { closing = nil } }),
      titleVisibility: .visible
    ) {
      Button("Sign out", role: .destructive) {
        if let id = closing?.id { act { try await sessions.revoke(id) } }
      }
    }
  }

  @ViewBuilder
  private func row(_ session: DeviceSession) -> some View {
    VStack(alignment: .leading) {
      HStack {
        Text(session.deviceName).bold()
        if session.isCurrentDevice { Text("This device").font(.caption) }
      }
      Text(facts(of: session).joined(separator: " · "))
      // Never ahead, whatever this device's clock says.
      Text(min(session.lastActiveAt, Date()), style: .relative).font(.caption)
      // A device that is not confirmed may not answer, so it is not asked.
      if session.isCurrentDevice && !session.confirmed {
        Text("This device signed in recently, and may not answer for others yet.").font(.caption)
      }
      if isConfirmedHere && !session.isCurrentDevice && !session.confirmed {
        Text("Was that you?").bold()
        Button("No, close this session", role: .destructive) {
          act { try await sessions.answer(session.id, wasMe: false) }
        }
        Button("Yes, it was me") { act { try await sessions.answer(session.id, wasMe: true) } }
      }
    }
    .swipeActions {
      if !session.isCurrentDevice {
        Button("Sign out", role: .destructive) { closing = session }
      }
    }
  }

  private func facts(of session: DeviceSession) -> [String] {
    let words = ["new_country": "New country", "impossible_travel": "Too far from the last place"]
    return [session.platform, session.location].compactMap { $0 } + session.signals.compactMap { words[$0] }
  }

  private func load() async {
    guard let list = try? await sessions.list() else { return }
    shown = list.compactMap { DeviceSession($0) }
  }

  /// With what helps: another device only where there is one, and until when.
  private func text(of refused: Refusal) -> String {
    let ways = refused.details["confirmBy"] as? [String] ?? []
    let seconds = refused.details["retryAfterSeconds"] as? Double ?? 0
    let until = Date(timeIntervalSinceNow: seconds).formatted()
    return ways.contains("other_device")
      ? "This device is too new for that. Answer on a device that you have used before."
      : "This device is too new for that until \(until)."
  }

  private func act(_ action: @escaping () async throws -> Void) {
    Task {
      do {
        try await action()
        refusal = nil
      } catch let refused as Refusal where refused.reason == "session_unconfirmed" {
        refusal = text(of: refused)
      } catch is Refusal {
        refusal = "That did not work. Nothing has changed."
      } catch {
        // Only a refusal is known to have changed nothing.
        refusal = "No answer came. The list shows what is true now."
      }
      await load()
    }
  }
}
