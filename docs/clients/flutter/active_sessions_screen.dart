// The screen "Active sessions": this device first, then unconfirmed ones, as the server orders them.
import 'package:flutter/material.dart';

import 'device_sessions.dart';

/// What was unusual about a login.
const _unusual = {
  'new_country': 'New country',
  'impossible_travel': 'Too far from the last place',
};

class ActiveSessionsScreen extends StatefulWidget {
  const ActiveSessionsScreen({required this.sessions, super.key});
  final DeviceSessions sessions;

  @override
  State<ActiveSessionsScreen> createState() => _ActiveSessionsScreenState();
}

class _ActiveSessionsScreenState extends State<ActiveSessionsScreen> {
  List<Map<dynamic, dynamic>> _shown = [];
  String? _refusal;

  @override
  void initState() {
    super.initState();
    _load();
  }

  Future<void> _load() async {
    try {
      final shown = await widget.sessions.list();
      if (mounted) setState(() => _shown = shown);
    } on Object {
      if (mounted) setState(() => _refusal = 'Your sessions could not be loaded. Pull to try again.');
    }
  }

  Future<void> _act(Future<void> Function() action) async {
    String? refusal;
    try {
      await action();
    } on Refusal catch (refused) {
      refusal = refused.reason == 'session_unconfirmed'
          ? _textOf(refused)
          : 'That did not work. Nothing has changed.';
    } on Object {
      // Only a refusal is known to have changed nothing.
      refusal = 'No answer came. The list shows what is true now.';
    }
    if (mounted) setState(() => _refusal = refusal);
    await _load();
  }

  /// With what helps: another device only where there is one, and until when.
  String _textOf(Refusal refused) {
    final ways = refused.details['confirmBy'] as List? ?? const [];
    final seconds = refused.details['retryAfterSeconds'] as num? ?? 0;
    final until = DateTime.now().add(Duration(seconds: seconds.toInt()));
    return ways.contains('other_device')
        ? 'This device is too new for that. Answer on a device that you have used before.'
        : 'This device is too new for that until ${MaterialLocalizations.of(context).formatFullDate(until)}.';
  }

  Future<void> _close(Map<dynamic, dynamic> session) async {
    final isSure = await showDialog<bool>(
      context: context,
      builder: (context) => AlertDialog(
        title: Text('Sign out ${session['deviceName']}?'),
        actions: [
          TextButton(onPressed: () => Navigator.pop(context, false), child: const Text('Cancel')),
          TextButton(onPressed: () => Navigator.pop(context, true), child: const Text('Sign out')),
        ],
      ),
    );
    if (isSure ?? false) await _act(() => widget.sessions.revoke(session['sessionId'] as String));
  }

  bool get _isConfirmedHere => _shown
      .any((session) => session['isCurrentDevice'] == true && session['confirmed'] == true);

  @override
  Widget build(BuildContext context) {
    final others = _shown.where((session) => session['isCurrentDevice'] != true).length;
    return Scaffold(
      appBar: AppBar(title: const Text('Active sessions')),
      body: RefreshIndicator(
        onRefresh: _load,
        child: ListView(
          children: [
            if (_refusal case final String refusal) ListTile(title: Text(refusal)),
            for (final session in _shown) _row(session),
            if (others > 1)
              TextButton(
                onPressed: () => _act(widget.sessions.revokeOthers),
                child: Text('Sign out from all other sessions ($others)'),
              ),
          ],
        ),
      ),
    );
  }

  Widget _row(Map<dynamic, dynamic> session) {
    final sessionId = session['sessionId'] as String;
    final isOwn = session['isCurrentDevice'] == true;
    // A device that is not confirmed may not answer, so it is not asked.
    final isNew = _isConfirmedHere && !isOwn && session['confirmed'] != true;
    final signals = session['signals'] as List? ?? const [];
    final facts = [
      session['platform'],
      session['location'],
      ...signals.map((signal) => _unusual[signal]),
      if (isOwn) 'This device',
    ];
    return Column(
      children: [
        ListTile(
          title: Text(session['deviceName'] as String),
          subtitle: Text(facts.whereType<String>().join(' · ')),
          trailing: isOwn || isNew
              ? null
              : TextButton(onPressed: () => _close(session), child: const Text('Sign out')),
        ),
        if (isNew)
          Wrap(
            children: [
              const Text('Was that you?'),
              FilledButton(
                onPressed: () => _act(() => widget.sessions.answer(sessionId, wasMe: false)),
                child: const Text('No, close this session'),
              ),
              OutlinedButton(
                onPressed: () => _act(() => widget.sessions.answer(sessionId, wasMe: true)),
                child: const Text('Yes, it was me'),
              ),
            ],
          ),
      ],
    );
  }
}
