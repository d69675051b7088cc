// The screen on which a new device waits for another one, where a function of yours was refused as
// `session_unconfirmed`. That ends nothing, and the screen goes away by itself.
import 'dart:async';

import 'package:cloud_functions/cloud_functions.dart';
import 'package:flutter/material.dart';

import 'device_sessions.dart';
import 'login_alerts.dart';

/// What the refusal says; null where the call was refused for something else.
({DateTime until, List<dynamic> confirmBy})? unconfirmedIn(Object error) {
  final details = error is FirebaseFunctionsException ? error.details : null;
  if (details is! Map || details['reason'] != 'session_unconfirmed') return null;
  final seconds = details['retryAfterSeconds'] as num? ?? 0;
  return (
    until: DateTime.now().add(Duration(seconds: seconds.toInt())),
    confirmBy: details['confirmBy'] as List? ?? const [],
  );
}

class WaitingScreen extends StatefulWidget {
  const WaitingScreen({
    required this.sessions,
    required this.until,
    required this.confirmBy,
    required this.onConfirmed,
    super.key,
  });
  final DeviceSessions sessions;
  final DateTime until;
  final List<dynamic> confirmBy;

  /// Repeats the call. An end is told by `onEnded`, as always.
  final VoidCallback onConfirmed;

  @override
  State<WaitingScreen> createState() => _WaitingScreenState();
}

class _WaitingScreenState extends State<WaitingScreen> with WidgetsBindingObserver {
  StreamSubscription<void>? _answers;
  Timer? _timer;
  int _seconds = 5;

  @override
  void initState() {
    super.initState();
    WidgetsBinding.instance.addObserver(this);
    _answers = loginAnswers.stream.listen((_) => _ask());
    _ask();
  }

  @override
  void dispose() {
    WidgetsBinding.instance.removeObserver(this);
    _answers?.cancel();
    _timer?.cancel();
    super.dispose();
  }

  /// Asks anew whenever the app is opened again, and nothing while it is out of sight.
  @override
  void didChangeAppLifecycleState(AppLifecycleState state) {
    _timer?.cancel();
    _seconds = 5;
    if (state == AppLifecycleState.resumed) _ask();
  }

  Future<void> _ask() async {
    _timer?.cancel();
    var isConfirmed = false;
    try {
      final shown = await widget.sessions.list();
      isConfirmed = shown
          .any((session) => session['isCurrentDevice'] == true && session['confirmed'] == true);
    } on Object {
      // What got lost says nothing.
    }
    if (!mounted) return;
    if (isConfirmed) return widget.onConfirmed();
    _timer?.cancel();
    if (WidgetsBinding.instance.lifecycleState == AppLifecycleState.resumed) {
      _timer = Timer(Duration(seconds: _seconds), _ask);
      _seconds = _seconds < 30 ? 2 * _seconds : 60;
    }
  }

  @override
  Widget build(BuildContext context) {
    final day = MaterialLocalizations.of(context).formatFullDate(widget.until);
    final hasOther = widget.confirmBy.contains('other_device');
    return Scaffold(
      appBar: AppBar(title: Text(hasOther ? 'Waiting for your other device' : 'New sign-in')),
      body: ListView(
        padding: const EdgeInsets.all(16),
        children: [
          if (hasOther) ...[
            const Text('Answer “Yes, it was me” on a device that you have used before.'),
            const Text('This screen goes away by itself when the answer comes.'),
          ],
          Text(
            hasOther
                ? 'Otherwise wait until $day.'
                : 'This device signed in recently. Wait until $day.',
          ),
          TextButton(onPressed: widget.sessions.signOut, child: const Text('Sign out')),
        ],
      ),
    );
  }
}
