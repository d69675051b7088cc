// Hindi; formal, in verb forms that do not depend on the reader's gender.
import type { Texts } from './en.ts';

export const hi: Texts = {
  loginAlertTitle: 'नया साइन-इन',
  loginAlertBody: '{deviceName} पर साइन-इन हुआ · {place}। क्या यह आपने किया?',
  loginAlertBodyWithoutPlace: '{deviceName} पर साइन-इन हुआ। क्या यह आपने किया?',
  loginOverBody: '{deviceName} पर साइन-इन हुआ · {place}; फिर साइन-आउट भी हो गया।',
  loginOverBodyWithoutPlace: '{deviceName} पर साइन-इन हुआ और फिर साइन-आउट भी हो गया।',
  accountChanged: 'इससे कुछ पहले आपका खाता बदला गया था।',
  loginAlertsBody: '{count} नए साइन-इन हुए। अपने सेशन जाँचें।',
  newCountry: 'यह देश आपके खाते के लिए नया है।',
  impossibleTravel: 'पिछला साइन-इन इतनी दूर से हुआ था कि इतने समय में पहुँचना संभव नहीं।',
  denyAction: 'नहीं, यह सेशन बंद करें',
  denyAllAction: 'नहीं, ये सेशन बंद करें',
  confirmAction: 'हाँ, मैंने किया',
  reviewAction: 'अपने सेशन देखें',
  mailAccount: 'खाता',
  mailTime: 'समय',
  mailPlace: 'जगह',
  mailWasYou: 'अगर यह आपने किया, तो कुछ करने की ज़रूरत नहीं।',
  mailWasNotYou: 'अगर यह आपने नहीं किया, तो अपने सेशन जाँचें, अनजान सेशन बंद करें और अपना पासवर्ड बदलें।',
  securityAlertTitle: 'सुरक्षा चेतावनी',
  securityAlertBody:
    '{deviceName} के सेशन की एक नकल रोक दी गई। उस डिवाइस को साइन-आउट कर दिया गया है। अपने सेशन जाँचें और पासवर्ड बदलें।',
};
