// The pushes. iOS draws the alert with the buttons of its category; background ones reach the app delegate.
import UIKit
import UserNotifications

extension AppDelegate: UNUserNotificationCenterDelegate {
  /// At launch. "No" works on the lock screen, "Yes" needs the device unlocked.
  func registerLoginAlerts() {
    let deny = UNNotificationAction(
      identifier: "deny", title: "No, close this session", options: [.destructive])
    let denyAll = UNNotificationAction(
      identifier: "deny", title: "No, close these sessions", options: [.destructive])
    let confirm = UNNotificationAction(
      identifier: "confirm", title: "Yes, it was me", options: [.authenticationRequired])
    let one = UNNotificationCategory(
      identifier: "LOGIN_ALERT", actions: [deny, confirm], intentIdentifiers: [], options: [])
    let several = UNNotificationCategory(
      identifier: "LOGIN_ALERTS", actions: [denyAll], intentIdentifiers: [], options: [])
    let center = UNUserNotificationCenter.current()
    center.setNotificationCategories([one, several])
    center.delegate = self
  }

  /// Background pushes: the mode "Remote notifications" must be on.
  func application(
    _ application: UIApplication,
    didReceiveRemoteNotification data: [AnyHashable: Any]
  ) async -> UIBackgroundFetchResult {
    switch data["action"] as? String {
    case "force_logout":
      try? await sessions.onForceLogout(data)
    case "login_answered":
      await withdrawAlerts(about: data["sessionId"] as? String)
    default:
      return .noData
    }
    return .newData
  }

  func userNotificationCenter(
    _ center: UNUserNotificationCenter, didReceive response: UNNotificationResponse
  ) async {
    let data = response.notification.request.content.userInfo
    guard data["action"] as? String == "login_alert", let token = data["answerToken"] as? String,
      ["deny", "confirm"].contains(response.actionIdentifier)
    else {
      showSessions()
      return
    }
    do {
      try await sessions.answerAlert(token, wasMe: response.actionIdentifier == "confirm")
    } catch {
      // Nothing was closed: the person has to know.
      await say("Your answer was not accepted. Open the app to see your sessions.")
    }
  }

  private func withdrawAlerts(about sessionId: String?) async {
    let center = UNUserNotificationCenter.current()
    let answered = await center.deliveredNotifications().filter { notification in
      let data = notification.request.content.userInfo
      return data["action"] as? String == "login_alert" && data["sessionId"] as? String == sessionId
    }
    center.removeDeliveredNotifications(withIdentifiers: answered.map(\.request.identifier))
  }

  private func say(_ body: String) async {
    let content = UNMutableNotificationContent()
    content.title = "Security"
    content.body = body
    let request = UNNotificationRequest(identifier: UUID().uuidString, content: content, trigger: nil)
    try? await UNUserNotificationCenter.current().add(request)
  }
}
