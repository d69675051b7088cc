// The session of this installation: opened after a sign-in, asked for at every start, ended by signing out.
import 'dart:convert';
import 'dart:io';
import 'dart:math';

import 'package:cloud_functions/cloud_functions.dart';
import 'package:firebase_auth/firebase_auth.dart';
import 'package:flutter_secure_storage/flutter_secure_storage.dart';
import 'package:http/http.dart' as http;

/// The server has refused a call. `details` holds the rest, such as what would lift it.
class Refusal implements Exception {
  Refusal(this.reason, this.details);
  final String reason;
  final Map<dynamic, dynamic> details;

  bool get isEnd => reason == 'session_revoked' || reason == 'session_expired';
}

/// `wipe` is false where only the account changed: ask for a sign-in, delete nothing.
class Ended {
  Ended(this.reason, this.revokedReason, this.wipe);
  final String reason;
  final String? revokedReason;
  final bool wipe;
}

class DeviceSessions {
  DeviceSessions({required this.deviceName, required this.onEnded});

  /// From device_info_plus.
  final String deviceName;
  final Future<void> Function(Ended) onEnded;

  // Your REGION and project.
  final _functions = FirebaseFunctions.instanceFor(region: 'us-central1');
  final _endpoints = 'https://us-central1-my-project.cloudfunctions.net';
  final _auth = FirebaseAuth.instance;
  // Not in backups: a device token that is restored elsewhere would name two devices. On Android also
  // exclude the storage's file in your data extraction rules.
  final _storage = const FlutterSecureStorage(
    iOptions: IOSOptions(accessibility: KeychainAccessibility.first_unlock_this_device),
  );
  Future<void>? _registering;

  /// After every sign-in, and at every start of the app.
  Future<void> start({String? pushToken}) async {
    await _endWhatWasLeft();
    if (await _ownSessionId() != null) return update(pushToken: pushToken);
    _registering ??= _register(pushToken).whenComplete(() => _registering = null);
    await _registering;
  }

  Future<void> update({String? pushToken}) async {
    await _call('updateSession', {if (pushToken != null) 'pushToken': pushToken});
  }

  Future<List<Map<dynamic, dynamic>>> list() async {
    final answer = await _call('listSessions');
    return List<Map<dynamic, dynamic>>.from(answer['sessions'] as List);
  }

  Future<void> revoke(String sessionId) => _call('revokeSession', {'sessionId': sessionId});

  Future<void> revokeOthers() => _call('revokeOtherSessions');

  /// "Was that you?" Throws a Refusal where the answer does not count: show it, nothing was closed.
  Future<void> answer(String sessionId, {required bool wasMe}) =>
      _call('answerLogin', {'sessionId': sessionId, 'wasMe': wasMe});

  /// The same by the token of an alert, without being signed in.
  Future<void> answerAlert(String answerToken, {required bool wasMe}) =>
      _post('answerLoginAlert', {'token': answerToken, 'wasMe': wasMe});

  /// `forget`: this is not the person's own device.
  Future<void> signOut({bool forget = false}) async {
    try {
      await _functions.httpsCallable('signOut').call<dynamic>({'forget': forget});
    } on FirebaseFunctionsException {
      // Not reached: the refresh token ends the session later.
      await _write('left', await _read('refreshToken'));
    }
    await _write('refreshToken', null);
    await _write('attempt', null);
    if (forget) {
      await _write('deviceToken', null);
      await _write('deviceId', null);
    }
    await _auth.signOut();
  }

  /// A push is a hint: the server is asked before anything is deleted.
  Future<void> onForceLogout(Map<String, dynamic> data) async {
    if (data['sessionId'] != await _ownSessionId()) return;
    try {
      await update();
    } on Refusal catch (refusal) {
      final receipt = data['receiptToken'];
      if (refusal.isEnd && receipt is String) await _post('confirmLogout', {'token': receipt});
    }
  }

  Future<void> _register(String? pushToken) async {
    // Kept until it is answered, so that a repeat opens nothing new.
    final attempt = await _read('attempt') ?? _newId();
    final deviceId = await _read('deviceId') ?? _newId();
    await _write('attempt', attempt);
    await _write('deviceId', deviceId);
    final Map<dynamic, dynamic> answer;
    try {
      answer = await _call('registerSession', {
        'deviceId': deviceId,
        'attempt': attempt,
        'deviceToken': await _read('deviceToken'),
        'refreshToken': await _read('refreshToken'),
        'deviceName': deviceName,
        'deviceType': Platform.isIOS ? 'IOS' : 'ANDROID',
        'platform': Platform.operatingSystemVersion,
        'pushToken': pushToken,
        'locale': Platform.localeName.replaceAll('_', '-'),
      });
    } on Refusal {
      await _write('attempt', null);
      rethrow;
    }
    final tokens = answer['tokens'] as Map<dynamic, dynamic>;
    await _write('deviceToken', answer['deviceToken'] as String);
    await _write('refreshToken', tokens['refresh_token'] as String);
    await _auth.signInWithCustomToken(answer['customToken'] as String);
    await _write('attempt', null);
  }

  /// A lost answer is asked for again; only the server's own refusal ends the session.
  Future<Map<dynamic, dynamic>> _call(String name, [Map<String, dynamic> data = const {}]) async {
    for (var pause = 500;; pause *= 3) {
      try {
        final result = await _functions.httpsCallable(name).call<Map<dynamic, dynamic>>(data);
        return result.data;
      } on FirebaseFunctionsException catch (error) {
        final details = error.details;
        final reason = details is Map ? details['reason'] : null;
        if (reason is String && reason != 'unavailable') {
          throw await _refused(Refusal(reason, details as Map<dynamic, dynamic>));
        }
        if (pause > 4000) rethrow;
        await Future<void>.delayed(Duration(milliseconds: pause));
      }
    }
  }

  Future<Refusal> _refused(Refusal refusal) async {
    if (refusal.isEnd) {
      final revokedReason = refusal.details['revokedReason'] as String?;
      await _write('refreshToken', null);
      await onEnded(Ended(refusal.reason, revokedReason, revokedReason != 'account'));
      await _auth.signOut();
    }
    return refusal;
  }

  Future<String?> _ownSessionId() async {
    final token = await _auth.currentUser?.getIdTokenResult();
    return token?.claims?['sid'] as String?;
  }

  Future<void> _endWhatWasLeft() async {
    final token = await _read('left');
    if (token == null) return;
    try {
      await _post('revokeToken', {'token': token});
      await _write('left', null);
    } on Exception {
      // At the next start.
    }
  }

  Future<void> _post(String name, Map<String, dynamic> body) async {
    final response = await http.post(
      Uri.parse('$_endpoints/$name'),
      headers: {'Content-Type': 'application/json'},
      body: jsonEncode(body),
    );
    if (response.statusCode < 400) return;
    final answer = jsonDecode(response.body) as Map<String, dynamic>;
    throw Refusal(answer['reason'] as String? ?? 'unavailable', answer);
  }

  String _newId() {
    final random = Random.secure();
    final bytes = List<int>.generate(16, (_) => random.nextInt(256));
    return base64UrlEncode(bytes).replaceAll('=', '');
  }

  Future<String?> _read(String key) => _storage.read(key: key);

  Future<void> _write(String key, String? value) => _storage.write(key: key, value: value);
}
