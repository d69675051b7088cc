// Notifications as each platform draws them.
import { css } from 'lit';

export const notificationStyles = css`
  .notifications {
    display: grid;
    gap: 0.5rem;
  }
  .notifications:empty {
    /* It is watched for being on the screen, so it has to have a place there. */
    min-height: 1px;
    margin-block-end: -0.8125rem;
  }
  .notification {
    display: grid;
    gap: 0.25rem;
    padding: 0.75rem 0.875rem;
    border-radius: 18px;
    background: light-dark(#ffffff, #2a2d35);
    box-shadow: 0 6px 22px rgb(15 18 30 / 0.22);
    font-size: 0.875rem;
  }
  .notification.android {
    border-radius: 22px;
    background: light-dark(#eef0fb, #262a38);
  }
  .notification.web {
    border-radius: 8px;
  }
  .from {
    display: flex;
    align-items: center;
    gap: 0.375rem;
    color: light-dark(#4d5361, #b4bac6);
    font-size: 0.75rem;
  }
  .app {
    width: 0.875rem;
    height: 0.875rem;
    border-radius: 4px;
    background: light-dark(#3d4ed8, #9aa5ff);
  }
  .x {
    min-height: 1.5rem;
    width: 1.5rem;
    margin-inline-start: auto;
    padding: 0;
    border: 0;
    background: transparent;
  }
  .buttons {
    display: flex;
    flex-wrap: wrap;
    gap: 0.375rem;
    margin-block-start: 0.375rem;
  }
  .buttons button {
    flex: 1 1 auto;
    font-weight: 600;
  }
  .android .buttons button {
    border-color: transparent;
    background: transparent;
    color: light-dark(#2f3fc4, #b3bbff);
  }
  .outcome {
    font-weight: 600;
  }
`;
