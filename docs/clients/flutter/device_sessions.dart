// The session of this installation: opened after a sign-in, asked for at every start, ended by signing out.
import 'dart:convert';
import 'dart:io';
import 'dart:math';

import 'package:cloud_functions/cloud_functions.dart';
import 'package:firebase_auth/firebase_auth.dart';
import 'package:flutter/services.dart';
import 'package:flutter_secure_storage/flutter_secure_storage.dart';
import 'package:http/http.dart' as http;

/// The server has refused a call. `details` holds the rest, such as what would lift it.
class Refusal implements Exception {
  Refusal(this.reason, this.details);
  final String reason;
  final Map<dynamic, dynamic> details;

  bool get isEnd => reason == 'session_revoked' || reason == 'session_expired';
  String? get revokedReason => details['revokedReason'] as String?;
  bool get wipes => isEnd && revokedReason != 'account' && revokedReason != 'replaced';
}

/// `wipe` is false where only the account changed, or this installation was signed in again elsewhere
/// (`replaced`): ask for a sign-in, delete nothing.
class Ended {
  Ended(this.reason, this.revokedReason, this.wipe);
  final String reason;
  final String? revokedReason;
  final bool wipe;
}

class DeviceSessions {
  DeviceSessions({required this.deviceName, this.platform, required this.onEnded});

  /// From device_info_plus: the model (`AndroidDeviceInfo.model`, `IosDeviceInfo.modelName`), for the
  /// name of every iPhone is "iPhone".
  final String deviceName;

  /// From device_info_plus, such as "Android 16": `Platform.operatingSystemVersion` is a build's text.
  final String? platform;
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

  /// The sessions whose end has been told, for the app may call us while it is told.
  final _told = <String>{};
  final _taken = <String>{};

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

  /// The same by the token of an alert, without being signed in. What the server says of it may not be
  /// what was tapped: a "No" from another device wins.
  Future<({bool wasMe, bool revoked})> answerAlert(String answerToken, {required bool wasMe}) async {
    final answer = await _post('answerLoginAlert', {'token': answerToken, 'wasMe': wasMe});
    return (wasMe: answer['wasMe'] as bool, revoked: answer['revoked'] as bool);
  }

  /// `forget`: this is not the person's own device.
  Future<void> signOut({bool forget = false}) async {
    try {
      await _callable('signOut').call<dynamic>({'forget': forget});
    } on Exception {
      // Not reached: the refresh token ends the session later.
      await _try(() async => _write('left', await _read('refreshToken')));
    }
    // Whoever wants out gets out, also where the storage fails.
    for (final key in ['refreshToken', 'attempt', if (forget) 'deviceToken', if (forget) 'deviceId']) {
      await _try(() => _write(key, null));
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
      if (refusal.wipes && receipt is String) await _post('confirmLogout', {'token': receipt});
    }
  }

  /// Whether a push is for the session at hand, and was not taken before.
  Future<bool> isForUs(Map<String, dynamic> data) async {
    final pushId = data['pushId'];
    if (data['receiverSessionId'] != await _ownSessionId() || pushId is! String) return false;
    return _taken.add(pushId);
  }

  Future<void> _register(String? pushToken) async {
    // A storage that cannot be read throws: it is not an empty one, and nothing is written over it.
    // An attempt is kept until it was judged, so that a repeat opens nothing new.
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
        'platform': platform,
        'pushToken': pushToken,
        'locale': Platform.localeName.replaceAll('_', '-'),
      });
    } on Refusal catch (refusal) {
      if (refusal.reason == 'session_open') {
        // It is open already, by an answer that got lost: the ID token is older than that.
        await _auth.currentUser?.getIdToken(true);
        return update(pushToken: pushToken);
      }
      const judged = {
        'recent_sign_in_required',
        'account_revived',
        'session_revoked',
        'session_expired',
      };
      if (judged.contains(refusal.reason)) await _write('attempt', null);
      rethrow;
    }
    // The answer counts, not its status: these throw where something in between has given it.
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
        final result = await _callable(name).call<Map<dynamic, dynamic>>(data);
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

  /// Nothing waits without a limit.
  HttpsCallable _callable(String name) => _functions.httpsCallable(
        name,
        options: HttpsCallableOptions(timeout: const Duration(seconds: 10)),
      );

  /// Tells the app once of each end. One that was only replaced signs nobody out; an end is for one
  /// session, so whoever has signed in while the app was told stays.
  Future<Refusal> _refused(Refusal refusal) async {
    final sessionId = await _ownSessionId();
    if (!refusal.isEnd || sessionId == null || _told.contains(sessionId)) return refusal;
    final isReplaced = refusal.revokedReason == 'replaced';
    // This installation has registered since: go on with that session, or with the attempt.
    if (isReplaced && await _ownSessionId(isFresh: true) != sessionId) return refusal;
    _told.add(sessionId);
    await onEnded(Ended(refusal.reason, refusal.revokedReason, refusal.wipes));
    if (isReplaced || await _ownSessionId() != sessionId) return refusal;
    await _try(() => _write('refreshToken', null));
    await _auth.signOut();
    return refusal;
  }

  Future<String?> _ownSessionId({bool isFresh = false}) async {
    final token = await _auth.currentUser?.getIdTokenResult(isFresh);
    return token?.claims?['sid'] as String?;
  }

  Future<void> _endWhatWasLeft() async {
    // At the next start, where it does not work now.
    await _try(() async {
      final token = await _read('left');
      if (token == null) return;
      await _post('revokeToken', {'token': token});
      await _write('left', null);
    });
  }

  /// An answer is JSON, or nothing at all with 200: a page of a captive portal is none.
  Future<Map<String, dynamic>> _post(String name, Map<String, dynamic> body) async {
    final response = await http
        .post(
          Uri.parse('$_endpoints/$name'),
          headers: {'Content-Type': 'application/json'},
          body: jsonEncode(body),
        )
        .timeout(const Duration(seconds: 10));
    final text = response.body;
    if (response.statusCode == 200 && text.isEmpty) return {};
    final answer = jsonDecode(text) as Map<String, dynamic>;
    if (response.statusCode == 200) return answer;
    throw Refusal(answer['reason'] as String, answer);
  }

  Future<void> _try(Future<void> Function() action) async {
    try {
      await action();
    } on Object {
      // What comes after it does not depend on it.
    }
  }

  String _newId() {
    final random = Random.secure();
    final bytes = List<int>.generate(16, (_) => random.nextInt(256));
    return base64UrlEncode(bytes).replaceAll('=', '');
  }

  /// What is locked for the moment throws. What can never be decrypted again counts as none: on Android
  /// the key is lost with a restore.
  Future<String?> _read(String key) async {
    try {
      return await _storage.read(key: key);
    } on PlatformException catch (error) {
      if (!RegExp('BadPadding|AEADBadTag|KeyPermanentlyInvalidated').hasMatch('$error')) rethrow;
      await _storage.delete(key: key);
      return null;
    }
  }

  Future<void> _write(String key, String? value) => _storage.write(key: key, value: value);
}
