// The session of this installation: opened after a sign-in, asked for at every start, ended by signing out.
import FirebaseAuth
import FirebaseFunctions
import Foundation
import Security
import UIKit

/// The server has refused a call. `details` holds the rest, such as what would lift it.
struct Refusal: Error {
  let reason: String
  let details: [String: Any]
  var isEnd: Bool { reason == "session_revoked" || reason == "session_expired" }
}

/// `wipe` is false where only the account changed: ask for a sign-in, delete nothing.
struct Ended {
  let reason: String
  let revokedReason: String?
  let wipe: Bool
}

actor DeviceSessions {
  // Your REGION and project.
  private let functions = Functions.functions(region: "us-central1")
  private let endpoints = URL(string: "https://us-central1-my-project.cloudfunctions.net")!
  private let keychain = Keychain(service: "device-sessions")
  private let onEnded: @Sendable (Ended) async throws -> Void
  private var registering: Task<Void, Error>?

  init(onEnded: @escaping @Sendable (Ended) async throws -> Void) {
    self.onEnded = onEnded
  }

  /// After every sign-in, and at every start of the app.
  func start(pushToken: String?) async throws {
    await endWhatWasLeft()
    if try await ownSessionId() != nil {
      try await update(pushToken: pushToken)
      return
    }
    let task = registering ?? Task { try await register(pushToken: pushToken) }
    registering = task
    defer { registering = nil }
    try await task.value
  }

  func update(pushToken: String? = nil) async throws {
    var input: [String: Any] = [:]
    input["pushToken"] = pushToken
    _ = try await call("updateSession", input)
  }

  func list() async throws -> [[String: Any]] {
    try await call("listSessions")["sessions"] as? [[String: Any]] ?? []
  }

  func revoke(_ sessionId: String) async throws {
    _ = try await call("revokeSession", ["sessionId": sessionId])
  }

  func revokeOthers() async throws {
    _ = try await call("revokeOtherSessions")
  }

  /// "Was that you?" Throws a Refusal where the answer does not count: show it, nothing was closed.
  func answer(_ sessionId: String, wasMe: Bool) async throws {
    _ = try await call("answerLogin", ["sessionId": sessionId, "wasMe": wasMe])
  }

  /// The same by the token of an alert, without being signed in.
  func answerAlert(_ answerToken: String, wasMe: Bool) async throws {
    try await post("answerLoginAlert", ["token": answerToken, "wasMe": wasMe])
  }

  /// `forget`: this is not the person's own device.
  func signOut(forget: Bool = false) async throws {
    do {
      _ = try await functions.httpsCallable("signOut").call(["forget": forget])
    } catch {
      // Not reached: the refresh token ends the session later.
      keychain["left"] = keychain["refreshToken"]
    }
    keychain["refreshToken"] = nil
    keychain["attempt"] = nil
    if forget {
      keychain["deviceToken"] = nil
      keychain["deviceId"] = nil
    }
    try Auth.auth().signOut()
  }

  /// A push is a hint: the server is asked before anything is deleted.
  func onForceLogout(_ data: [AnyHashable: Any]) async throws {
    guard let sessionId = data["sessionId"] as? String, try await sessionId == ownSessionId() else { return }
    do {
      try await update()
    } catch let refusal as Refusal where refusal.isEnd {
      if let receipt = data["receiptToken"] as? String {
        try await post("confirmLogout", ["token": receipt])
      }
    }
  }

  private func register(pushToken: String?) async throws {
    // Kept until it is answered, so that a repeat opens nothing new.
    let attempt = keychain["attempt"] ?? newId()
    let deviceId = keychain["deviceId"] ?? newId()
    keychain["attempt"] = attempt
    keychain["deviceId"] = deviceId
    let device = await UIDevice.current
    var input: [String: Any] = [
      "deviceId": deviceId,
      "attempt": attempt,
      "deviceName": await device.name,
      "deviceType": "IOS",
      "platform": await "\(device.systemName) \(device.systemVersion)",
      "locale": Locale.preferredLanguages.first ?? "en",
    ]
    input["pushToken"] = pushToken
    input["deviceToken"] = keychain["deviceToken"]
    input["refreshToken"] = keychain["refreshToken"]
    let answer: [String: Any]
    do {
      answer = try await call("registerSession", input)
    } catch let refusal as Refusal {
      keychain["attempt"] = nil
      throw refusal
    }
    let tokens = answer["tokens"] as? [String: Any]
    keychain["deviceToken"] = answer["deviceToken"] as? String
    keychain["refreshToken"] = tokens?["refresh_token"] as? String
    try await Auth.auth().signIn(withCustomToken: answer["customToken"] as? String ?? "")
    keychain["attempt"] = nil
  }

  /// A lost answer is asked for again; only the server's own refusal ends the session.
  private func call(_ name: String, _ data: [String: Any] = [:]) async throws -> [String: Any] {
    var pause = 0.5
    while true {
      do {
        return try await functions.httpsCallable(name).call(data).data as? [String: Any] ?? [:]
      } catch let error as NSError {
        let details = error.userInfo[FunctionsErrorDetailsKey] as? [String: Any] ?? [:]
        if let reason = details["reason"] as? String, reason != "unavailable" {
          throw try await refused(Refusal(reason: reason, details: details))
        }
        if pause > 4 { throw error }
        try await Task.sleep(nanoseconds: UInt64(pause * 1_000_000_000))
        pause *= 3
      }
    }
  }

  private func refused(_ refusal: Refusal) async throws -> Refusal {
    guard refusal.isEnd else { return refusal }
    let revokedReason = refusal.details["revokedReason"] as? String
    keychain["refreshToken"] = nil
    try await onEnded(
      Ended(reason: refusal.reason, revokedReason: revokedReason, wipe: revokedReason != "account"))
    try Auth.auth().signOut()
    return refusal
  }

  private func ownSessionId() async throws -> String? {
    try await Auth.auth().currentUser?.getIDTokenResult().claims["sid"] as? String
  }

  private func endWhatWasLeft() async {
    guard let token = keychain["left"] else { return }
    if (try? await post("revokeToken", ["token": token])) != nil { keychain["left"] = nil }
  }

  private func post(_ name: String, _ body: [String: Any]) async throws {
    var request = URLRequest(url: endpoints.appendingPathComponent(name))
    request.httpMethod = "POST"
    request.setValue("application/json", forHTTPHeaderField: "Content-Type")
    request.httpBody = try JSONSerialization.data(withJSONObject: body)
    let (data, response) = try await URLSession.shared.data(for: request)
    guard let status = (response as? HTTPURLResponse)?.statusCode, status >= 400 else { return }
    let answer = try? JSONSerialization.jsonObject(with: data) as? [String: Any]
    throw Refusal(reason: answer?["reason"] as? String ?? "unavailable", details: answer ?? [:])
  }

  private func newId() -> String {
    let bytes = (0..<16).map { _ in UInt8.random(in: .min ... .max) }
    return Data(bytes).base64EncodedString()
      .replacingOccurrences(of: "+", with: "-")
      .replacingOccurrences(of: "/", with: "_")
      .replacingOccurrences(of: "=", with: "")
  }
}

/// "ThisDeviceOnly": backups do not take it, for a restored device token would name two devices.
struct Keychain {
  let service: String

  subscript(key: String) -> String? {
    get {
      var query = item(key)
      query[kSecReturnData] = true
      var found: AnyObject?
      SecItemCopyMatching(query as CFDictionary, &found)
      return (found as? Data).flatMap { String(data: $0, encoding: .utf8) }
    }
    nonmutating set {
      SecItemDelete(item(key) as CFDictionary)
      guard let newValue else { return }
      var added = item(key)
      added[kSecValueData] = Data(newValue.utf8)
      added[kSecAttrAccessible] = kSecAttrAccessibleAfterFirstUnlockThisDeviceOnly
      SecItemAdd(added as CFDictionary, nil)
    }
  }

  private func item(_ key: String) -> [CFString: Any] {
    [kSecClass: kSecClassGenericPassword, kSecAttrService: service, kSecAttrAccount: key]
  }
}
