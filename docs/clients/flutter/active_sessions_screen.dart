// The screen "Active sessions": this device first, then unconfirmed ones, as the server orders them.
import 'package:flutter/material.dart';

import 'device_sessions.dart';

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
    final shown = await widget.sessions.list();
    if (mounted) setState(() => _shown = shown);
  }

  Future<void> _act(Future<void> Function() action) async {
    String? refusal;
    try {
      await action();
    } on Refusal catch (refused) {
      refusal = refused.reason == 'session_unconfirmed'
          ? 'This device is too new for that. Nothing was closed; answer on an older device.'
          : 'That did not work. Nothing has changed.';
    }
    if (mounted) setState(() => _refusal = refusal);
    await _load();
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
    final isNew = !isOwn && session['confirmed'] != true;
    final facts = [session['platform'], session['location'], if (isOwn) 'This device'];
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
