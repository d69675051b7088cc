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
    // Anything else is a push of the app's own.
    case "force_logout":
      try? await sessions.onForceLogout(data)
    case "login_answered":
      await withdrawAlerts(about: data["sessionId"] as? String)
      NotificationCenter.default.post(name: .loginAnswered, object: nil)
    default:
      return .noData
    }
    return .newData
  }

  func userNotificationCenter(
    _ center: UNUserNotificationCenter, didReceive response: UNNotificationResponse
  ) async {
    let data = response.notification.request.content.userInfo
    // A tap on a notification of the app's own is not for this.
    guard ["login_alert", "security_alert"].contains(data["action"] as? String ?? "") else { return }
    guard data["action"] as? String == "login_alert", let token = data["answerToken"] as? String,
      ["deny", "confirm"].contains(response.actionIdentifier)
    else {
      showSessions()
      return
    }
    do {
      let answer = try await sessions.answerAlert(
        token, wasMe: response.actionIdentifier == "confirm")
      // What the server says, not what was tapped.
      if answer.revoked {
        await say("The session was closed. Change your password: somebody else may know it.")
      } else if answer.wasMe {
        await say("Thank you. The new device is confirmed.")
      } else {
        await say("Your answer was not accepted. Open the app to see your sessions.")
      }
    } catch is Refusal {
      // Nothing was closed: the person has to know.
      await say("Your answer was not accepted. Open the app to see your sessions.")
    } catch {
      await say("No answer came. Open the app to see your sessions.")
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
