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
  var revokedReason: String? { details["revokedReason"] as? String }
  var wipes: Bool { isEnd && revokedReason != "account" && revokedReason != "replaced" }
}

/// `wipe` is false where only the account changed, or this installation was signed in again elsewhere
/// (`replaced`): ask for a sign-in, delete nothing.
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
  /// The sessions whose end has been told, for the app may call us while it is told.
  private var told: Set<String> = []

  init(onEnded: @escaping @Sendable (Ended) async throws -> Void) {
    self.onEnded = onEnded
  }

  /// After every sign-in, and at every start of the app. With the FCM token, or the installation id in its place.
  func start(pushToken: String?, pushInstallationId: String? = nil) async throws {
    await endWhatWasLeft()
    if try await ownSessionId() != nil {
      try await update(pushToken: pushToken, pushInstallationId: pushInstallationId)
      return
    }
    let task =
      registering
      ?? Task { try await register(pushToken: pushToken, pushInstallationId: pushInstallationId) }
    registering = task
    defer { registering = nil }
    try await task.value
  }

  func update(pushToken: String? = nil, pushInstallationId: String? = nil) async throws {
    var input: [String: Any] = [:]
    input["pushToken"] = pushToken
    input["pushInstallationId"] = pushInstallationId
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

  /// The same by the token of an alert, without being signed in. What the server says of it may not be
  /// what was tapped: a "No" from another device wins.
  func answerAlert(_ answerToken: String, wasMe: Bool) async throws -> (wasMe: Bool, revoked: Bool) {
    let answer = try await post("answerLoginAlert", ["token": answerToken, "wasMe": wasMe])
    guard let wasMe = answer["wasMe"] as? Bool, let revoked = answer["revoked"] as? Bool else {
      throw URLError(.cannotParseResponse)
    }
    return (wasMe, revoked)
  }

  /// `forget`: this is not the person's own device.
  func signOut(forget: Bool = false) async throws {
    do {
      _ = try await callable("signOut").call(["forget": forget])
    } catch {
      // Not reached: the refresh token ends the session later.
      try? keychain.write("left", keychain.read("refreshToken"))
    }
    // Whoever wants out gets out, also where the keychain is locked.
    try? keychain.write("refreshToken", nil)
    try? keychain.write("attempt", nil)
    if forget {
      try? keychain.write("deviceToken", nil)
      try? keychain.write("deviceId", nil)
    }
    try Auth.auth().signOut()
  }

  /// A push is a hint: the server is asked before anything is deleted.
  func onForceLogout(_ data: [AnyHashable: Any]) async throws {
    guard let sessionId = data["sessionId"] as? String, try await sessionId == ownSessionId() else { return }
    do {
      try await update()
    } catch let refusal as Refusal where refusal.isEnd {
      if refusal.wipes, let receipt = data["receiptToken"] as? String {
        _ = try await post("confirmLogout", ["token": receipt])
      }
    }
  }

  private func register(pushToken: String?, pushInstallationId: String?) async throws {
    // A locked keychain throws: it is not an empty one, and nothing is written over what it holds.
    // An attempt is kept until it was judged, so that a repeat opens nothing new.
    let attempt = try keychain.read("attempt") ?? newId()
    let deviceId = try keychain.read("deviceId") ?? newId()
    try keychain.write("attempt", attempt)
    try keychain.write("deviceId", deviceId)
    let device = await UIDevice.current
    var input: [String: Any] = [
      "deviceId": deviceId,
      "attempt": attempt,
      "deviceName": model(),
      "deviceType": "IOS",
      "platform": await "\(device.systemName) \(device.systemVersion)",
      "locale": Locale.preferredLanguages.first ?? "en",
    ]
    input["pushToken"] = pushToken
    input["pushInstallationId"] = pushInstallationId
    input["deviceToken"] = try keychain.read("deviceToken")
    input["refreshToken"] = try keychain.read("refreshToken")
    let answer: [String: Any]
    do {
      answer = try await call("registerSession", input)
    } catch let refusal as Refusal where refusal.reason == "session_open" {
      // It is open already, by an answer that got lost: the ID token is older than that.
      _ = try await Auth.auth().currentUser?.getIDTokenResult(forcingRefresh: true)
      return try await update(pushToken: pushToken, pushInstallationId: pushInstallationId)
    } catch let refusal as Refusal {
      let judged = ["recent_sign_in_required", "account_revived", "session_revoked", "session_expired"]
      if judged.contains(refusal.reason) { try keychain.write("attempt", nil) }
      throw refusal
    }
    // The answer counts, not its status: something in between may have given it.
    guard let tokens = answer["tokens"] as? [String: Any],
      let refreshToken = tokens["refresh_token"] as? String,
      let deviceToken = answer["deviceToken"] as? String,
      let customToken = answer["customToken"] as? String
    else { throw URLError(.cannotParseResponse) }
    try keychain.write("deviceToken", deviceToken)
    try keychain.write("refreshToken", refreshToken)
    try await Auth.auth().signIn(withCustomToken: customToken)
    try keychain.write("attempt", nil)
  }

  /// The model, such as "iPhone17,1": since iOS 16 `UIDevice.name` is "iPhone" on every iPhone.
  private func model() -> String {
    var info = utsname()
    uname(&info)
    let model = withUnsafeBytes(of: &info.machine) { bytes in
      String(decoding: bytes.prefix(while: { $0 != 0 }), as: UTF8.self)
    }
    return model.isEmpty ? "iPhone" : model
  }

  /// Nothing waits without a limit.
  private func callable(_ name: String) -> HTTPSCallable {
    let callable = functions.httpsCallable(name)
    callable.timeoutInterval = 10
    return callable
  }

  /// A lost answer is asked for again; only the server's own refusal ends the session.
  private func call(_ name: String, _ data: [String: Any] = [:]) async throws -> [String: Any] {
    var pause = 0.5
    while true {
      do {
        guard let answer = try await callable(name).call(data).data as? [String: Any] else {
          throw URLError(.cannotParseResponse)
        }
        return answer
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

  /// Tells the app once of each end. One that was only replaced signs nobody out; an end is for one
  /// session, so whoever has signed in while the app was told stays.
  private func refused(_ refusal: Refusal) async throws -> Refusal {
    guard refusal.isEnd, let sessionId = try await ownSessionId(), !told.contains(sessionId) else {
      return refusal
    }
    if refusal.revokedReason == "replaced" {
      let now = try await Auth.auth().currentUser?.getIDTokenResult(forcingRefresh: true).claims["sid"]
      // This installation has registered since: go on with that session, or with the attempt.
      if now as? String != sessionId { return refusal }
    }
    told.insert(sessionId)
    try await onEnded(
      Ended(reason: refusal.reason, revokedReason: refusal.revokedReason, wipe: refusal.wipes))
    guard refusal.revokedReason != "replaced", try await ownSessionId() == sessionId else {
      return refusal
    }
    try keychain.write("refreshToken", nil)
    try Auth.auth().signOut()
    return refusal
  }

  private func ownSessionId() async throws -> String? {
    try await Auth.auth().currentUser?.getIDTokenResult().claims["sid"] as? String
  }

  private func endWhatWasLeft() async {
    guard let token = try? keychain.read("left") else { return }
    if (try? await post("revokeToken", ["token": token])) != nil { try? keychain.write("left", nil) }
  }

  /// An answer is JSON, or nothing at all with 200: a page of a captive portal is none.
  @discardableResult
  private func post(_ name: String, _ body: [String: Any]) async throws -> [String: Any] {
    var request = URLRequest(url: endpoints.appendingPathComponent(name), timeoutInterval: 10)
    request.httpMethod = "POST"
    request.setValue("application/json", forHTTPHeaderField: "Content-Type")
    request.httpBody = try JSONSerialization.data(withJSONObject: body)
    let (data, response) = try await URLSession.shared.data(for: request)
    let status = (response as? HTTPURLResponse)?.statusCode ?? 0
    let answer = try? JSONSerialization.jsonObject(with: data) as? [String: Any]
    if status == 200 && (data.isEmpty || answer != nil) { return answer ?? [:] }
    guard status >= 400, let answer, let reason = answer["reason"] as? String else {
      throw URLError(.badServerResponse)
    }
    throw Refusal(reason: reason, details: answer)
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
/// What cannot be read is not absent: before the first unlock the keychain throws.
struct Keychain {
  let service: String

  struct Unavailable: Error {
    let status: OSStatus
  }

  func read(_ key: String) throws -> String? {
    var query = item(key)
    query[kSecReturnData] = true
    var found: AnyObject?
    let status = SecItemCopyMatching(query as CFDictionary, &found)
    // An item that cannot be decoded is lost for ever, and counts as none.
    if status == errSecItemNotFound || status == errSecDecode { return nil }
    guard status == errSecSuccess else { throw Unavailable(status: status) }
    return (found as? Data).flatMap { String(data: $0, encoding: .utf8) }
  }

  func write(_ key: String, _ value: String?) throws {
    guard let value else {
      let status = SecItemDelete(item(key) as CFDictionary)
      guard status == errSecSuccess || status == errSecItemNotFound else {
        throw Unavailable(status: status)
      }
      return
    }
    // Changed in place: what is kept is never gone in between.
    let data = [kSecValueData: Data(value.utf8)] as CFDictionary
    var status = SecItemUpdate(item(key) as CFDictionary, data)
    if status == errSecItemNotFound {
      var added = item(key)
      added[kSecValueData] = Data(value.utf8)
      added[kSecAttrAccessible] = kSecAttrAccessibleAfterFirstUnlockThisDeviceOnly
      status = SecItemAdd(added as CFDictionary, nil)
    }
    guard status == errSecSuccess else { throw Unavailable(status: status) }
  }

  private func item(_ key: String) -> [CFString: Any] {
    [kSecClass: kSecClassGenericPassword, kSecAttrService: service, kSecAttrAccount: key]
  }
}
