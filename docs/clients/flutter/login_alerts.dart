// The pushes. On iOS the system draws the alert, as docs/clients/ios/LoginAlerts.swift registers it; on
// Android the app does, with the labels that come with the push.
import 'dart:async';

import 'package:firebase_messaging/firebase_messaging.dart';
import 'package:flutter_local_notifications/flutter_local_notifications.dart';

import 'device_sessions.dart';

final notifications = FlutterLocalNotificationsPlugin();

/// Another device has answered: for the screen that waits for it.
final loginAnswers = StreamController<void>.broadcast();

/// For FirebaseMessaging.onMessage, and in your onBackgroundMessage.
Future<void> onPush(DeviceSessions sessions, RemoteMessage message) async {
  final data = message.data;
  switch (data['action']) {
    case 'force_logout':
      await sessions.onForceLogout(data);
    // Anything else is a push of the app's own. One for another session is for nobody here, and the
    // same one may come twice.
    case 'login_alert':
    case 'security_alert':
      if (await sessions.isForUs(data)) await showAlert(data);
    case 'login_answered':
      await notifications.cancel(idOf(data['sessionId'] as String));
      loginAnswers.add(null);
  }
}

Future<void> showAlert(Map<String, dynamic> data) async {
  final token = data['answerToken'];
  final details = AndroidNotificationDetails(
    'security',
    'Security',
    importance: Importance.high,
    silent: data['silent'] == 'true',
    actions: [
      // A button for each label that is there. "No" works on the lock screen.
      if (data['denyLabel'] case final String label) AndroidNotificationAction('deny', label),
      // "Yes" needs the device unlocked: it opens the app, which answers there.
      if (data['confirmLabel'] case final String label)
        AndroidNotificationAction('confirm', label, showsUserInterface: true),
    ],
  );
  await notifications.show(
    idOf(data['sessionId'] as String),
    data['title'] as String?,
    data['body'] as String?,
    NotificationDetails(android: details),
    payload: token as String?,
  );
}

/// For onDidReceiveNotificationResponse and its background twin.
Future<void> onTap(DeviceSessions sessions, NotificationResponse response) async {
  final token = response.payload;
  final action = response.actionId;
  if (token == null || action == null) return;
  String text;
  try {
    final answer = await sessions.answerAlert(token, wasMe: action == 'confirm');
    // What the server says, not what was tapped.
    text = answer.revoked
        ? 'The session was closed. Change your password: somebody else may know it.'
        : answer.wasMe
            ? 'Thank you. The new device is confirmed.'
            : 'Your answer was not accepted. Open the app to see your sessions.';
  } on Refusal {
    // Nothing was closed: the person has to know.
    text = 'Your answer was not accepted. Open the app to see your sessions.';
  } on Object {
    text = 'No answer came. Open the app to see your sessions.';
  }
  await notifications.show(
    0,
    'Security',
    text,
    const NotificationDetails(android: AndroidNotificationDetails('security', 'Security')),
  );
}

int idOf(String sessionId) => sessionId.hashCode & 0x7fffffff;
